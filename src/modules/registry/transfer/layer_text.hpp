// What ogrinfo -so says of the layers of a file. Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace hatang::registry {

struct LayerText {
    std::string name, geometry;
    std::string wkt;  // of its coordinate system; empty: none is known
};
// In the order of the file; at most layers_max. Names that a hostile file forges only name what is not there.
std::vector<LayerText> read_layer_texts(std::string_view ogrinfo);

struct CrsOfWkt {
    std::optional<std::string> code;  // "EPSG:5897"; nothing when it is none that the register takes
    std::string name;                 // as the file has it
    bool guessed = false;             // by the parameters: the file names no code
};
// By its EPSG code, else by datum, meridian and scale (files of other programs carry names of their own).
CrsOfWkt crs_of_wkt(std::string_view wkt);

}  // namespace hatang::registry
