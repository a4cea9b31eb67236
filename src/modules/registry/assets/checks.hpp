// What an asset must satisfy before it is written, as far as no database is needed. Pure.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "registry/api.hpp"

namespace hatang::registry {

inline constexpr std::string_view asset_statuses[] = {"planned", "under_construction", "in_service",
                                                      "out_of_service", "retired"};
inline constexpr std::string_view asset_sensitivities[] = {"open", "shared", "internal", "restricted"};
inline constexpr std::string_view asset_grades[] = {"special", "I", "II", "III", "IV"};

// Names, status, grade and identifiers. Throws with a JSON pointer to the field.
void check_content(const AssetInput&);
// A few lower-case letters, digits and _.
void check_identifier_kind(std::string_view kind, const std::string& where);
// Its kind, the published structure of it (identity/kinds.hpp), dates in order.
void check_identifier(const Identifier&, const std::string& where);
// Throws time_in_future.
void check_valid_from(Instant valid_from, Instant now);
// work → item → component: a part is never of a higher level than what it is part of. Throws
// invalid_hierarchy.
void check_levels(std::string_view part, std::string_view whole);

// The class for identifiers that may name one asset of each class (OpenStreetMap), empty for all others.
std::string identifier_scope(std::string_view kind, std::string_view class_key);
// [{"kind","value","scope",…}] as the SQL statements take them.
std::string identifiers_json(const std::vector<Identifier>&, std::string_view class_key);
// What search looks through: names and identifiers, folded, one a line.
std::string folded_names(const AssetInput&);

}  // namespace hatang::registry
