// data/city.json as plain structs. It travels inside the program.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "demo/networks.hpp"

namespace hatang::demo {

struct CityWork {
    std::string class_key, name, operator_name, status, parent;
    std::string geometry_json;  // GeoJSON
    Line outline;               // the positions of the geometry, for what hangs on it
    std::string kit;
};

struct KitSensor {
    int count = 1;
    std::string name, property, unit;
    double interval_s = 10, base = 0, day = 0, noise = 0, least = 0, most = 0;
    int decimals = 2;
};

struct CityRule {
    std::string asset_class, property, kind, name, priority, advice;
    double limit = 0, dead_band = 0, on_delay_s = 0, off_delay_s = 0;
};

struct City {
    std::string version;                                             // SHA-256 of the file
    std::vector<std::pair<std::string, std::string>> organisations;  // name, kind
    std::vector<CityWork> works;                                     // parents before children
    std::vector<CityRule> rules;
    std::vector<std::pair<std::string, std::vector<KitSensor>>> kits;
    const std::vector<KitSensor>& kit(const std::string& name) const;
};

City read_city();

std::string point_json(Position);
std::string line_json(const Line&);

}  // namespace hatang::demo
