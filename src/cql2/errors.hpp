// Inside of cql2: the three errors of filters, with the place.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/error.hpp"

namespace hatang::cql2 {

// Where in a filter: the number of a character, or a JSON pointer.
struct Place {
    std::string where, position;
    static Place character(std::size_t offset) { return {"filter", std::to_string(offset)}; }
    static Place pointer(std::string path) {
        std::string position = path.empty() ? "/" : path;
        return {std::move(path), std::move(position)};
    }
};

// The longest piece of a filter that an error repeats, in bytes; cut between characters.
inline std::string excerpt(std::string_view text) {
    constexpr std::size_t bytes_max = 60;
    std::size_t size = std::min(text.size(), bytes_max);
    while (size < text.size() && size > 0 && (static_cast<unsigned char>(text[size]) & 0xC0) == 0x80) --size;
    return std::string(text.substr(0, size)) + (size < text.size() ? "…" : "");
}

inline Error invalid_filter(Place place, std::string_view got, std::string_view expected) {
    return {Code::invalid_filter,
            std::move(place.where),
            {std::move(place.position), excerpt(got), std::string(expected)}};
}
inline Error too_costly(Place place, std::string_view what, std::size_t most) {
    return {Code::filter_too_costly,
            std::move(place.where),
            {std::move(place.position), std::string(what), std::to_string(most)}};
}

}  // namespace hatang::cql2
