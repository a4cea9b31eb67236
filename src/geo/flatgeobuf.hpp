// FlatGeobuf 3.0 (https://github.com/flatgeobuf/flatgeobuf, header.fbs and feature.fbs): a stream of features
// in FlatBuffers, for large pulls. Written without index and without count, so that the first byte does not
// wait for the last row. Pure.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "geo/crs.hpp"

namespace hatang::geo {

// The numbers of ColumnType in header.fbs.
enum class FgbColumnType : std::uint8_t {
    boolean = 2,
    integer = 7,
    number = 10,
    text = 11,
    json = 12,
    instant = 13
};

struct FgbColumn {
    std::string name;
    FgbColumnType type = FgbColumnType::text;
    std::string title;
};

struct FgbLayer {
    std::string name, title;
    std::vector<FgbColumn> columns;
    Crs crs = Crs::wgs84;
    bool has_z = false;  // then every position has a height; 0 where none is known
};

// The first bytes of the file: magic number and header.
std::string fgb_header(const FgbLayer&);

// Collects the properties of one feature, in any order, those without value left out.
class FgbProperties {
  public:
    void boolean(std::uint16_t column, bool);
    void integer(std::uint16_t column, std::int64_t);
    void number(std::uint16_t column, double);
    void text(std::uint16_t column, std::string_view);  // text, json and instant
    void clear() { bytes_.clear(); }
    const std::string& bytes() const { return bytes_; }

  private:
    std::string bytes_;
};

// Appends one feature. `wkb` is WGS 84 as in append_geojson and may be empty: no geometry.
void append_fgb_feature(std::string& out, const FgbLayer&, std::string_view wkb, const FgbProperties&);

}  // namespace hatang::geo
