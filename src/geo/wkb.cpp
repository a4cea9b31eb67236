#include "geo/wkb.hpp"

#include <cmath>

#include "base/text.hpp"

namespace hatang::geo {
namespace {

constexpr double powers[] = {1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9};
constexpr int height_decimals = 3;
// Above this a double has no digits behind the last place.
constexpr double scaled_most = 9e15;

class GeoJson {
  public:
    GeoJson(std::string& out, const NamedCrs& crs) : out_(out), crs_(crs) {}

    void begin(Type type, std::uint32_t, bool has_z) {
        // Parts of MultiPoint, MultiLineString and MultiPolygon are bare coordinates.
        const bool bare = depth_ > 0 && stack_[depth_ - 1].type != Type::geometry_collection;
        if (depth_ > 0) separate(stack_[depth_ - 1].fresh);
        stack_[depth_] = {type, bare, true};
        ++depth_;
        has_z_ = has_z;
        if (!bare) {
            out_.append("{\"type\":\"").append(to_text(type));
            out_ += type == Type::geometry_collection ? "\",\"geometries\":" : "\",\"coordinates\":";
        }
        if (type != Type::point && type != Type::line_string) out_ += '[';
    }
    void end() {
        const Level& level = stack_[--depth_];
        if (level.type != Type::point && level.type != Type::line_string) out_ += ']';
        if (!level.bare) out_ += '}';
    }
    void begin_line(std::uint32_t) {
        Level& level = stack_[depth_ - 1];
        if (level.type == Type::polygon) separate(level.fresh);
        out_ += '[';
        fresh_position_ = true;
        in_line_ = true;
    }
    void end_line() {
        out_ += ']';
        in_line_ = false;
    }
    void position(double x, double y, double z) {
        if (in_line_) separate(fresh_position_);
        if (crs_.crs != Crs::wgs84) {
            const Position p = from_wgs84(crs_.crs, {x, y}).value();
            x = p.x;
            y = p.y;
        }
        out_ += '[';
        append_rounded(out_, crs_.latitude_first ? y : x, crs_.decimals);
        out_ += ',';
        append_rounded(out_, crs_.latitude_first ? x : y, crs_.decimals);
        if (has_z_) {
            out_ += ',';
            append_rounded(out_, z, height_decimals);
        }
        out_ += ']';
    }

  private:
    struct Level {
        Type type;
        bool bare, fresh;
    };
    void separate(bool& fresh) {
        if (!fresh) out_ += ',';
        fresh = false;
    }
    std::string& out_;
    const NamedCrs& crs_;
    Level stack_[wkb_depth_max + 1]{};
    int depth_ = 0;
    bool has_z_ = false, in_line_ = false, fresh_position_ = true;
};

}  // namespace

void append_rounded(std::string& out, double value, int decimals) {
    const double scaled = value * powers[decimals];
    if (!(std::abs(scaled) < scaled_most)) {
        append_json_number(out, value);
        return;
    }
    std::int64_t units = std::llround(scaled);
    if (units < 0) {
        out += '-';
        units = -units;
    }
    // From the last digit to the first.
    char text[40];
    char* const end = text + sizeof text;
    char* at = end;
    char* last = end;
    bool digits = false;
    for (int i = 0; i < decimals; ++i, units /= 10) {
        const char digit = static_cast<char>('0' + units % 10);
        if (!digits && digit == '0') continue;
        digits = true;
        *--at = digit;
    }
    if (digits) *--at = '.';
    do {
        *--at = static_cast<char>('0' + units % 10);
        units /= 10;
    } while (units > 0);
    out.append(at, last);
}

void append_geojson(std::string& out, std::string_view wkb, const NamedCrs& crs) {
    GeoJson sink(out, crs);
    walk_wkb(wkb, sink);
}

}  // namespace hatang::geo
