#include "registry/identity/succession_core.hpp"

#include <algorithm>

#include "base/error.hpp"

namespace hatang::registry {
namespace {

std::string counted(std::size_t n) { return std::to_string(n); }

void check_named_once(std::vector<std::int64_t> works, const char* where) {
    std::ranges::sort(works);
    if (const auto twice = std::ranges::adjacent_find(works); twice != works.end())
        throw Error(Code::duplicate_field, where, {std::to_string(*twice)});
}

}  // namespace

void check_succession(std::string_view kind, const std::vector<std::int64_t>& predecessors,
                      const std::vector<std::int64_t>& successors, std::size_t new_successors) {
    if (std::ranges::find(succession_kinds, kind) == std::end(succession_kinds))
        throw Error(Code::invalid_value, "/kind",
                    {std::string(kind.substr(0, 40)), "split, merge, replace, demolish"});
    const std::size_t before = predecessors.size(), after = successors.size() + new_successors;
    const bool fits = kind == "split"     ? before == 1 && after >= 2
                      : kind == "merge"   ? before >= 2 && after == 1
                      : kind == "replace" ? before == 1 && after == 1
                                          : before == 1 && after == 0;
    if (!fits) throw Error(Code::succession_shape, {}, {std::string(kind), counted(before), counted(after)});
    check_named_once(predecessors, "/predecessors");
    std::vector<std::int64_t> after_it = successors;
    if (kind == "replace") after_it.insert(after_it.end(), predecessors.begin(), predecessors.end());
    check_named_once(std::move(after_it), "/successors");
}

SuccessionTitles ended_title(std::string_view kind, std::size_t successors) {
    if (kind == "split")
        return {"Tách thành " + counted(successors) + " công trình",
                "Split into " + counted(successors) + " assets"};
    if (kind == "merge") return {"Gộp vào công trình khác", "Merged into another asset"};
    if (kind == "replace") return {"Được thay bằng công trình khác", "Replaced by another asset"};
    return {"Phá dỡ", "Demolished"};
}

SuccessionTitles begun_title(std::string_view kind, std::size_t predecessors) {
    if (kind == "split") return {"Tách ra từ công trình khác", "Split off from another asset"};
    if (kind == "merge")
        return {"Gộp từ " + counted(predecessors) + " công trình",
                "Merged from " + counted(predecessors) + " assets"};
    return {"Thay cho công trình khác", "Takes the place of another asset"};
}

SuccessionTitles kept_title(std::string_view kind, std::size_t others) {
    if (kind == "split")
        return {"Tách bớt " + counted(others) + " công trình",
                others == 1 ? "1 asset split off" : counted(others) + " assets split off"};
    return {"Gộp thêm " + counted(others) + " công trình",
            others == 1 ? "1 asset merged in" : counted(others) + " assets merged in"};
}

}  // namespace hatang::registry
