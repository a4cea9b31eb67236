#include "maps/store/feature.hpp"

#include <algorithm>
#include <stdexcept>

namespace hatang::maps {

std::uint8_t status_of(std::string_view text) {
    const auto found = std::ranges::find(status_texts, text);
    if (found == status_texts.end()) throw std::logic_error("status " + std::string(text));
    return static_cast<std::uint8_t>(found - status_texts.begin());
}

FeatureView view_of(const Feature& f) {
    return {f.id, f.group, f.status, f.generated, f.rank, f.shape.kind, f.shape.box, f.name, f.shape.packed};
}

bool is_drawn_name(std::string_view name) {
    if (name.empty()) return false;
    if (name.back() != ')') return true;
    const auto open = name.rfind('(');
    if (open == std::string_view::npos || open == 0 || name[open - 1] != ' ') return true;
    const std::string_view inside = name.substr(open + 1, name.size() - open - 2);
    return inside.size() < 5 || !std::ranges::all_of(inside, [](char c) { return c >= '0' && c <= '9'; });
}

}  // namespace hatang::maps
