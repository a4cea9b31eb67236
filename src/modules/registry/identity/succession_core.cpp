#include "registry/identity/succession_core.hpp"

#include <algorithm>

#include "base/error.hpp"

namespace hatang::registry {
namespace {

std::string counted(std::size_t n) { return std::to_string(n); }

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
    std::vector<std::int64_t> all = predecessors;
    all.insert(all.end(), successors.begin(), successors.end());
    std::ranges::sort(all);
    if (const auto twice = std::ranges::adjacent_find(all); twice != all.end())
        throw Error(Code::duplicate_field, "/successors", {std::to_string(*twice)});
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

}  // namespace hatang::registry
