// The documents of OGC API Tiles 1.0 (20-057) and of tile set metadata (17-083r4 section 7). Pure.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "maps/ogc/matrix_sets.hpp"

namespace hatang::maps {

// What a tile set shows: the whole register, or one class.
struct TileSubject {
    std::string title;
    std::string path;  // "/ogc" or "/ogc/collections/bridge": above /tiles
    struct Layer {
        std::string id, title;
    };
    std::vector<Layer> layers;
};

std::string matrix_sets_json(const std::string& origin);
std::string tile_sets_json(const TileSubject&, const std::string& origin);
// `reach`: around what the reader may see; limits of the levels follow from it.
std::string tile_set_json(const TileSubject&, const MatrixSet&, const Box& reach, const std::string& origin);
// TileJSON 3.0.0; of WebMercatorQuad alone.
std::string subject_tile_json(const TileSubject&, const Box& reach, const std::string& origin);

}  // namespace hatang::maps
