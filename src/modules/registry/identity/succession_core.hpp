// What may follow what when the life of a work ends. Pure.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace hatang::registry {

inline constexpr std::string_view succession_kinds[] = {"split", "merge", "replace", "demolish"};

// Throws invalid_value at /kind; succession_shape when the numbers of works do not fit the kind: a split is
// one work that becomes several, a merge several that become one, a replacement one that becomes one, and
// nothing follows a demolition. A work that is split or merged may stand on both sides: it goes on under its
// own identity. Throws duplicate_field when a work is named twice otherwise.
void check_succession(std::string_view kind, const std::vector<std::int64_t>& predecessors,
                      const std::vector<std::int64_t>& successors, std::size_t new_successors);

// The line in the life of a predecessor, of a successor, and of a work that goes on beside `others`.
struct SuccessionTitles {
    std::string vi, en;
};
SuccessionTitles ended_title(std::string_view kind, std::size_t successors);
SuccessionTitles begun_title(std::string_view kind, std::size_t predecessors);
SuccessionTitles kept_title(std::string_view kind, std::size_t others);

}  // namespace hatang::registry
