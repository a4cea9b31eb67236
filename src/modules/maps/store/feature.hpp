// An asset as maps see it. Pure.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "maps/store/shape.hpp"
#include "security/api.hpp"

namespace hatang::maps {

using Group = security::AssetGroup;
using Groups = security::AssetGroups;

inline constexpr std::array<std::string_view, 5> status_texts{"planned", "under_construction", "in_service",
                                                              "out_of_service", "retired"};
// The place in status_texts; throws std::logic_error for a text that the database cannot hold.
std::uint8_t status_of(std::string_view);

struct Feature {
    std::int64_t id = 0;
    const Group* group = nullptr;
    std::uint8_t status = 0;
    bool generated = false;
    std::uint8_t rank = 0;  // the zoom from which it shows
    std::string name;       // empty: none worth drawing
    Shape shape;
};

// The same, where it lies in a layer.
struct FeatureView {
    std::int64_t id = 0;
    const Group* group = nullptr;
    std::uint8_t status = 0;
    bool generated = false;
    std::uint8_t rank = 0;
    Kind kind = Kind::point;
    Box box;
    std::string_view name, packed;
};
FeatureView view_of(const Feature&);

// A work without a name carries its class and an identifier in brackets, "Đường (9656653)": no text for a
// map.
bool is_drawn_name(std::string_view);

}  // namespace hatang::maps
