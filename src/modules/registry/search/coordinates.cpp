#include "registry/search/coordinates.hpp"

#include <array>
#include <charconv>
#include <cmath>
#include <string>
#include <utility>
#include <vector>

namespace hatang::registry {
namespace {

std::string_view trim(std::string_view s) {
    while (!s.empty() && s.front() == ' ') s.remove_prefix(1);
    while (!s.empty() && s.back() == ' ') s.remove_suffix(1);
    return s;
}

std::optional<double> number(std::string_view text, bool decimal_comma, bool grouped) {
    std::string plain(trim(text));
    if (plain.size() > 2 && (plain[0] == 'X' || plain[0] == 'Y' || plain[0] == 'x' || plain[0] == 'y')) {
        const std::size_t sign = plain.find_first_of("=:");
        if (sign == std::string::npos) return {};
        plain = trim(std::string_view(plain).substr(sign + 1));
    }
    if (plain.starts_with('+')) plain.erase(0, 1);
    if (grouped) std::erase(plain, ' ');
    if (decimal_comma)
        for (char& c : plain)
            if (c == ',') c = '.';
    double value = 0;
    const auto [end, error] =
        std::from_chars(plain.data(), plain.data() + plain.size(), value, std::chars_format::fixed);
    if (error != std::errc() || end != plain.data() + plain.size() || !std::isfinite(value)) return {};
    return value;
}

std::string replaced(std::string text, std::string_view what, std::string_view by) {
    for (std::size_t at = 0; (at = text.find(what, at)) != std::string::npos; at += by.size())
        text.replace(at, what.size(), by);
    return text;
}

// Degrees with minutes and seconds, as maps and phones print them.
std::optional<Place> sexagesimal(std::string_view typed) {
    std::string text(typed);
    for (const auto& [what, by] : {std::pair{"°", "d"},
                                   {"º", "d"},
                                   {"′", "m"},
                                   {"’", "m"},
                                   {"'", "m"},
                                   {"″", "s"},
                                   {"”", "s"},
                                   {"\"", "s"},
                                   {"Đ", "E"},
                                   {"đ", "E"}})
        text = replaced(std::move(text), what, by);
    std::array<double, 2> degrees{};
    std::array<char, 2> half{};
    std::size_t count = 0;
    const char* at = text.data();
    const char* const end = at + text.size();
    const auto skip = [&] {
        while (at != end && (*at == ' ' || *at == ',' || *at == ';')) ++at;
    };
    for (skip(); at != end; skip()) {
        if (count == 2) return {};
        double value = 0, scale = 1;
        for (const char unit : {'d', 'm', 's'}) {
            double part = 0;
            const auto [stop, error] = std::from_chars(at, end, part, std::chars_format::fixed);
            if (error != std::errc() || part < 0 || (unit != 'd' && part >= 60)) break;
            if (stop == end || *stop != unit) {
                if (unit == 'd') return {};
                break;
            }
            value += part / scale;
            scale *= 60;
            at = stop + 1;
            while (at != end && *at == ' ') ++at;
        }
        if (scale == 1) return {};
        if (at != end && std::string_view("NBSEWnbsew").find(*at) != std::string_view::npos)
            half[count] = *at++ & ~0x20;
        degrees[count] = half[count] == 'S' || half[count] == 'W' ? -value : value;
        ++count;
    }
    if (count != 2) return {};
    const bool swapped = half[0] == 'E' || half[0] == 'W';
    const double lat = degrees[swapped], lon = degrees[!swapped];
    if (std::abs(lat) > 90 || std::abs(lon) > 180) return {};
    return Place{lon, lat};
}

// A northing of Việt Nam lies between 900 and 2,700 km; eastings lie around 500 km.
std::optional<Place> vn2000(double first, double second) {
    if (first < second) std::swap(first, second);
    if (first < 900'000 || first > 2'700'000 || second < 100'000 || second > 900'000) return {};
    const auto position = geo::to_wgs84(geo::Crs::vn2000_hanoi, {second, first});
    if (!position) return {};
    return Place{position->x, position->y, geo::Crs::vn2000_hanoi};
}

}  // namespace

std::optional<Place> parse_coordinates(std::string_view text) {
    text = trim(text);
    if (text.find("°") != text.npos || text.find("º") != text.npos) return sexagesimal(text);
    for (const char separator : {';', ',', ' '}) {
        const std::size_t at = text.find(separator);
        if (at == std::string_view::npos) continue;
        const auto first = number(text.substr(0, at), separator != ',', separator == ';');
        const auto second = number(text.substr(at + 1), separator != ',', separator == ';');
        if (!first || !second) continue;
        if (const auto place = vn2000(*first, *second)) return place;
        if (std::abs(*first) > 180 || std::abs(*second) > 180) return {};
        if (std::abs(*first) <= 90) return Place{*second, *first};
        if (std::abs(*second) <= 90) return Place{*first, *second};
        return {};
    }
    return {};
}

}  // namespace hatang::registry
