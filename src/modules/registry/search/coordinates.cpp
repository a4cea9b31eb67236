#include "registry/search/coordinates.hpp"

#include <charconv>
#include <cmath>
#include <string>

namespace hatang::registry {
namespace {

std::string_view trim(std::string_view s) {
    while (!s.empty() && s.front() == ' ') s.remove_prefix(1);
    while (!s.empty() && s.back() == ' ') s.remove_suffix(1);
    return s;
}

std::optional<double> degrees(std::string_view text, bool decimal_comma) {
    std::string plain(trim(text));
    if (plain.starts_with('+')) plain.erase(0, 1);
    if (decimal_comma)
        for (char& c : plain)
            if (c == ',') c = '.';
    double value = 0;
    const auto [end, error] =
        std::from_chars(plain.data(), plain.data() + plain.size(), value, std::chars_format::fixed);
    if (error != std::errc() || end != plain.data() + plain.size() || !std::isfinite(value)) return {};
    return value;
}

}  // namespace

std::optional<Place> parse_coordinates(std::string_view text) {
    text = trim(text);
    for (const char separator : {';', ',', ' '}) {
        const std::size_t at = text.find(separator);
        if (at == std::string_view::npos) continue;
        const auto first = degrees(text.substr(0, at), separator != ',');
        const auto second = degrees(text.substr(at + 1), separator != ',');
        if (!first || !second) continue;
        if (std::abs(*first) > 180 || std::abs(*second) > 180) return {};
        if (std::abs(*first) <= 90) return Place{*second, *first};
        if (std::abs(*second) <= 90) return Place{*first, *second};
        return {};
    }
    return {};
}

}  // namespace hatang::registry
