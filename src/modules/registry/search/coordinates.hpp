// Places typed into the search box. Pure.
#pragma once

#include <optional>
#include <string_view>

namespace hatang::registry {

struct Place {
    double lon, lat;
};
// "21.03,105.85", "21.03 105.85" or "21,03; 105,85": latitude first, as people write it. Longitude first is
// understood where only that makes sense in the world. Nothing for any other text.
std::optional<Place> parse_coordinates(std::string_view text);

}  // namespace hatang::registry
