// Styles of the register's tiles for clients elsewhere: MapLibre style documents, light and dark, with the
// locked labels of the two archipelagos on top. Pure.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "json/describe.hpp"

namespace hatang::maps {

// Thin hues of the domains, from the ground up: as web/src/app/tokens.ts has them.
struct Hue {
    std::string domain, light, dark;
};
struct HueList {
    std::vector<Hue> items;
};

enum class StyleId { light, dark };
struct StyleDomain {
    std::string key, name;
};

// "light" or "dark"; nothing else is there.
const StyleId* find_style(std::string_view id);
std::string_view id_of(StyleId);

std::string styles_json(const std::string& origin);
std::string style_json(StyleId, const HueList&, const std::vector<StyleDomain>&, const std::string& origin);
std::string style_metadata_json(StyleId, const std::vector<StyleDomain>&, const std::string& origin);

}  // namespace hatang::maps

namespace hatang::json {

template <>
struct Describe<maps::Hue> {
    using T = maps::Hue;
    static constexpr std::string_view name = "Hue";
    static constexpr auto fields =
        std::tuple{field("domain", &T::domain, "Domain key"), field("light", &T::light, "On a light map"),
                   field("dark", &T::dark, "On a dark map")};
};
template <>
struct Describe<maps::HueList> {
    static constexpr std::string_view name = "HueList";
    static constexpr auto fields = std::tuple{field("items", &maps::HueList::items, "From the ground up")};
};

}  // namespace hatang::json
