// Which assets a list shows: the pure part of the reading routes.
#pragma once

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "db/where.hpp"
#include "json/describe.hpp"

namespace hatang::registry {

using db::Where;

struct AssetQuery {
    std::optional<std::string> q, class_key, domain, ward, status;
    std::optional<std::int64_t> owner, parent;
    std::optional<std::string> bbox, within;
    std::optional<bool> generated;
    std::optional<std::string> finding;
    std::optional<std::int64_t> limit;
    std::optional<std::string> cursor;
};

// Degrees: west, south, east, north. Throws invalid_parameter at "bbox".
std::array<double, 4> parse_bbox(std::string_view text);
// The corners of an area, "lon,lat;lon,lat;…", three or more, as WKT of a closed polygon. Throws
// invalid_parameter at "within".
std::string parse_area(std::string_view text);
// An opaque position in a list ordered by id. Throws invalid_parameter at "cursor".
std::string cursor_of(std::int64_t id);
std::int64_t parse_cursor(std::string_view text);
// Throws invalid_parameter at "limit" when it is not within 1…most.
std::int64_t parse_limit(const std::optional<std::int64_t>&, std::int64_t usual, std::int64_t most);

// The words of a search text, folded, each once; at most search_words_max.
std::vector<std::string> search_words(std::string_view text);
// A LIKE pattern for texts that contain the word itself.
std::string like_pattern(std::string_view word);

void add_words(Where&, std::string_view text);
void add_bbox(Where&, std::string_view bbox);
void add_area(Where&, std::string_view corners);
// Everything but limit and cursor.
Where conditions_of(const AssetQuery&);

}  // namespace hatang::registry

namespace hatang::json {

template <>
struct Describe<registry::AssetQuery> {
    using T = registry::AssetQuery;
    static constexpr std::string_view name = "AssetQuery";
    static constexpr auto fields =
        std::tuple{field("q", &T::q, "Words of the name or an identifier, with or without diacritics"),
                   field("class", &T::class_key, "Class"),
                   field("domain", &T::domain, "Domain"),
                   field("ward", &T::ward, "Ward code; none: in no ward"),
                   field("status", &T::status, "Status"),
                   field("owner", &T::owner, "Owner; 0: without one"),
                   field("parent", &T::parent, "Parts of this asset"),
                   field("bbox", &T::bbox, "west,south,east,north in degrees"),
                   field("within", &T::within, "Corners of an area in degrees: lon,lat;lon,lat;…"),
                   field("generated", &T::generated, "Only works of the demo, or only real ones"),
                   field("finding", &T::finding,
                         "With this finding of data quality: missing, no_geometry, geometry, outside, "
                         "duplicate, disconnected, no_owner or no_code"),
                   field("limit", &T::limit, "1 to 1000; 100 when absent"),
                   field("cursor", &T::cursor, "`next` of the page before")};
};

}  // namespace hatang::json
