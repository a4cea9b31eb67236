// Geometries as the database hands them out: well-known binary (OGC 06-103r4 section 8; ISO numbers for
// heights, as ST_AsBinary writes them), written on as GeoJSON without a tree in between. Pure.
#pragma once

#include <bit>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

#include "geo/crs.hpp"

namespace hatang::geo {

// Appends the number rounded to so many decimals, without trailing zeros: the one way in which coordinates
// are written. A value beyond 9e15 units of the last place is written in full.
void append_rounded(std::string& out, double value, int decimals);

// Appends a GeoJSON geometry. Coordinates are taken as WGS 84 and written in `crs`; heights are kept, to the
// millimetre. Throws damaged_data for bytes that are no geometry, coordinates_outside_world for places that
// `crs` does not reach.
void append_geojson(std::string& out, std::string_view wkb, const NamedCrs& crs = crs84());

// Collections inside collections that are followed.
inline constexpr int wkb_depth_max = 8;

// Walks through the bytes and tells the sink what is there:
//   begin(Type, parts, has_z) … end()   a geometry; its parts are lines, rings or geometries
//   begin_line(n) … end_line()          n positions of a line or ring
//   position(x, y, z)
template <class Sink>
class WkbWalk {
  public:
    WkbWalk(std::string_view bytes, Sink& sink) : rest_(bytes), sink_(sink) {}

    void run() {
        geometry(0);
        if (!rest_.empty()) damaged();
    }

  private:
    [[noreturn]] static void damaged() { throw Error(Code::damaged_data, {}, {"WKB"}); }

    template <class T>
    T take() {
        if (rest_.size() < sizeof(T)) damaged();
        T value;
        std::memcpy(&value, rest_.data(), sizeof(T));
        rest_.remove_prefix(sizeof(T));
        return value;
    }
    std::uint32_t number() {
        const auto n = take<std::uint32_t>();
        return big_endian_ ? __builtin_bswap32(n) : n;
    }
    double real() {
        const auto bits = take<std::uint64_t>();
        return std::bit_cast<double>(big_endian_ ? __builtin_bswap64(bits) : bits);
    }
    // So many things of at least so many bytes each are there.
    std::uint32_t count(std::size_t bytes_each) {
        const std::uint32_t n = number();
        if (n > rest_.size() / bytes_each) damaged();
        return n;
    }
    void positions(std::uint32_t n) {
        for (; n > 0; --n) {
            const double x = real(), y = real();
            const double z = has_z_ ? real() : 0;
            if (has_m_) real();
            sink_.position(x, y, z);
        }
    }
    std::size_t position_bytes() const { return 16u + (has_z_ ? 8u : 0u) + (has_m_ ? 8u : 0u); }
    void line() {
        const std::uint32_t n = count(position_bytes());
        sink_.begin_line(n);
        positions(n);
        sink_.end_line();
    }

    void geometry(int depth) {
        if (depth == wkb_depth_max) damaged();
        const auto order = take<std::uint8_t>();
        if (order > 1) damaged();
        big_endian_ = order == 0;
        const std::uint32_t code = number(), kind = code % 1000, dimensions = code / 1000;
        if (dimensions > 3) damaged();
        has_z_ = dimensions == 1 || dimensions == 3;
        has_m_ = dimensions >= 2;
        switch (kind) {
            case 1:
                sink_.begin(Type::point, 1, has_z_);
                if (rest_.size() < position_bytes()) damaged();
                positions(1);
                break;
            case 2:
                sink_.begin(Type::line_string, 1, has_z_);
                line();
                break;
            case 3: {
                const std::uint32_t rings = count(4);
                sink_.begin(Type::polygon, rings, has_z_);
                for (std::uint32_t i = 0; i < rings; ++i) line();
                break;
            }
            case 4:
            case 5:
            case 6:
            case 7: {
                constexpr Type types[] = {Type::multi_point, Type::multi_line_string, Type::multi_polygon,
                                          Type::geometry_collection};
                const std::uint32_t parts = count(5);
                sink_.begin(types[kind - 4], parts, has_z_);
                for (std::uint32_t i = 0; i < parts; ++i) {
                    // A part of a MultiPolygon is a Polygon.
                    if (kind != 7 && part_kind() != kind - 3) damaged();
                    geometry(depth + 1);
                }
                break;
            }
            default:
                damaged();
        }
        sink_.end();
    }
    std::uint32_t part_kind() const {
        if (rest_.size() < 5) return 0;
        std::uint32_t code;
        std::memcpy(&code, rest_.data() + 1, 4);
        if (rest_[0] == 0) code = __builtin_bswap32(code);
        return code % 1000;
    }

    std::string_view rest_;
    Sink& sink_;
    bool big_endian_ = false, has_z_ = false, has_m_ = false;
};

template <class Sink>
void walk_wkb(std::string_view bytes, Sink& sink) {
    WkbWalk<Sink>(bytes, sink).run();
}

}  // namespace hatang::geo
