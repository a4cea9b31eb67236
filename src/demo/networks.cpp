#include "demo/networks.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace hatang::demo {
namespace {

constexpr double lamp_spacing_m = 40;  // usual for main streets with poles of 10 m
constexpr int lamps_per_cabinet = 25;
constexpr double pipe_length_m = 450, sewer_length_m = 300;
constexpr double lamp_offset_m = 9, pipe_offset_m = 5, sewer_offset_m = -5;

double m_per_lon(double lat) { return m_per_degree * std::cos(lat * std::numbers::pi / 180); }

double distance_m(Position a, Position b) {
    return std::hypot((b.lon - a.lon) * m_per_lon(a.lat), (b.lat - a.lat) * m_per_degree);
}

Position between(Position a, Position b, double share) {
    return {std::lerp(a.lon, b.lon, share), std::lerp(a.lat, b.lat, share)};
}

std::string numbered(const std::string& key, const char* kind, int number) {
    return key + "-" + kind + "-" + std::to_string(number);
}

void add_lamps(std::vector<GeneratedWork>& out, const std::string& road_name, const std::string& road_key,
               const Line& road) {
    const Line right = shifted(road, lamp_offset_m), left = shifted(road, -lamp_offset_m);
    const double length = std::min(length_m(right), length_m(left));
    int number = 0;
    for (double at = lamp_spacing_m / 2; at < length; at += lamp_spacing_m, ++number) {
        const Line& side = number % 2 == 0 ? right : left;
        if (number % lamps_per_cabinet == 0) {
            const int cabinet = number / lamps_per_cabinet + 1;
            out.push_back({"lighting_cabinet",
                           "Tủ chiếu sáng " + std::to_string(cabinet) + " – " + road_name,
                           numbered(road_key, "cabinet", cabinet),
                           {part_of(left, at, at).front()},
                           "cabinet"});
        }
        out.push_back({"lamp",
                       "Đèn " + std::to_string(number + 1) + " – " + road_name,
                       numbered(road_key, "lamp", number + 1),
                       {part_of(side, at, at).front()},
                       "lamp"});
    }
}

void add_segments(std::vector<GeneratedWork>& out, const Line& line, double segment_m, const char* class_key,
                  const std::string& label, const std::string& road_key, const char* kit) {
    const double length = length_m(line);
    const int count = std::max(1, static_cast<int>(std::lround(length / segment_m)));
    for (int i = 0; i < count; ++i)
        out.push_back({class_key, label + ", đoạn " + std::to_string(i + 1),
                       numbered(road_key, class_key, i + 1),
                       part_of(line, length * i / count, length * (i + 1) / count), kit});
}

}  // namespace

double length_m(const Line& line) {
    double sum = 0;
    for (std::size_t i = 1; i < line.size(); ++i) sum += distance_m(line[i - 1], line[i]);
    return sum;
}

Line part_of(const Line& line, double from_m, double to_m) {
    Line out;
    double walked = 0;
    for (std::size_t i = 1; i < line.size(); ++i) {
        const double step = distance_m(line[i - 1], line[i]), end = walked + step;
        if (step > 0 && end >= from_m && walked <= to_m) {
            if (out.empty())
                out.push_back(between(line[i - 1], line[i], std::clamp((from_m - walked) / step, 0.0, 1.0)));
            if (to_m > from_m)
                out.push_back(between(line[i - 1], line[i], std::clamp((to_m - walked) / step, 0.0, 1.0)));
            if (end >= to_m) return out;
        }
        walked = end;
    }
    if (out.empty()) out.push_back(line.back());
    return out;
}

Line shifted(const Line& line, double right_m) {
    Line out;
    for (std::size_t i = 0; i < line.size(); ++i) {
        const Position a = line[i == 0 ? 0 : i - 1], b = line[i + 1 < line.size() ? i + 1 : i];
        const double east = (b.lon - a.lon) * m_per_lon(line[i].lat), north = (b.lat - a.lat) * m_per_degree;
        const double size = std::hypot(east, north);
        if (size == 0) continue;
        out.push_back({line[i].lon + north / size * right_m / m_per_lon(line[i].lat),
                       line[i].lat - east / size * right_m / m_per_degree});
    }
    return out;
}

std::vector<GeneratedWork> networks_along(const std::string& road_name, const std::string& road_key,
                                          const Line& road) {
    std::vector<GeneratedWork> out;
    if (road.size() < 2) return out;
    add_lamps(out, road_name, road_key, road);
    add_segments(out, shifted(road, pipe_offset_m), pipe_length_m, "water_pipe", "Ống cấp nước " + road_name,
                 road_key, "pipe");
    add_segments(out, shifted(road, sewer_offset_m), sewer_length_m, "sewer", "Cống " + road_name, road_key,
                 "sewer");
    return out;
}

}  // namespace hatang::demo
