#include "geo/flatgeobuf.hpp"

#include <algorithm>

#include "geo/flatbuffer.hpp"
#include "geo/wkb.hpp"

namespace hatang::geo {
namespace {

using Offset = FlatBuffer::Offset;

// Version 3, patch 0.
constexpr std::string_view magic{
    "fgb\x03"
    "fgb\x00",
    8};

// A geometry under way: the numbers of one table Geometry, and the tables of its parts.
struct Shape {
    Type type = Type::point;
    std::vector<double> xy, z;
    std::vector<std::uint32_t> ends;
    std::vector<Offset> parts;
};

class Sink {
  public:
    Sink(FlatBuffer& buffer, Crs crs, bool has_z) : buffer_(buffer), crs_(crs), has_z_(has_z) {}

    void begin(Type type, std::uint32_t, bool) {
        if (merging_) {  // a point of a MultiPoint, a line of a MultiLineString
            ++inner_;
            return;
        }
        shapes_.push_back({});
        shapes_.back().type = type;
        merging_ = type == Type::multi_point || type == Type::multi_line_string;
    }
    void end() {
        if (inner_ > 0) {
            --inner_;
            return;
        }
        const Shape shape = std::move(shapes_.back());
        shapes_.pop_back();
        merging_ = false;
        const Offset table = write(shape);
        if (shapes_.empty())
            root_ = table;
        else
            shapes_.back().parts.push_back(table);
    }
    void begin_line(std::uint32_t) {}
    void end_line() {
        Shape& shape = shapes_.back();
        if (shape.type == Type::polygon || shape.type == Type::multi_line_string)
            shape.ends.push_back(static_cast<std::uint32_t>(shape.xy.size() / 2));
    }
    void position(double x, double y, double z) {
        Shape& shape = shapes_.back();
        if (crs_ != Crs::wgs84) {
            const Position p = from_wgs84(crs_, {x, y}).value();
            x = p.x;
            y = p.y;
        }
        shape.xy.push_back(x);
        shape.xy.push_back(y);
        if (has_z_) shape.z.push_back(z);
    }
    Offset root() const { return root_; }

  private:
    Offset write(const Shape& shape) {
        const Offset parts = shape.parts.empty() ? 0 : buffer_.offsets(shape.parts);
        const Offset z = shape.z.empty() ? 0 : buffer_.vector(shape.z.data(), shape.z.size());
        const Offset xy = shape.xy.empty() ? 0 : buffer_.vector(shape.xy.data(), shape.xy.size());
        // One ring or line needs no ends.
        const Offset ends = shape.ends.size() < 2 ? 0 : buffer_.vector(shape.ends.data(), shape.ends.size());
        buffer_.begin_table();
        buffer_.offset(0, ends);
        buffer_.offset(1, xy);
        buffer_.offset(2, z);
        buffer_.offset(7, parts);
        buffer_.scalar<std::uint8_t>(6, type_code(shape.type));
        return buffer_.end_table();
    }

    FlatBuffer& buffer_;
    Crs crs_;
    bool has_z_, merging_ = false;  // merging: inside of a geometry whose parts are plain positions
    int inner_ = 0;
    std::vector<Shape> shapes_;
    Offset root_ = 0;
};

Offset write_column(FlatBuffer& buffer, const FgbColumn& column) {
    const Offset title = column.title.empty() ? 0 : buffer.text(column.title);
    const Offset name = buffer.text(column.name);
    buffer.begin_table();
    buffer.offset(0, name);
    buffer.offset(2, title);
    buffer.scalar<std::uint8_t>(1, static_cast<std::uint8_t>(column.type));
    return buffer.end_table();
}

Offset write_crs(FlatBuffer& buffer, Crs crs) {
    const Offset org = buffer.text("EPSG");
    buffer.begin_table();
    buffer.offset(0, org);
    buffer.scalar<std::int32_t>(1, static_cast<std::int32_t>(crs));
    return buffer.end_table();
}

void put(std::string& out, const void* from, std::size_t n) { out.append(static_cast<const char*>(from), n); }

}  // namespace

std::string fgb_header(const FgbLayer& layer) {
    FlatBuffer buffer;
    std::vector<Offset> columns;
    columns.reserve(layer.columns.size());
    for (const FgbColumn& column : layer.columns) columns.push_back(write_column(buffer, column));
    const Offset list = buffer.offsets(columns), crs = write_crs(buffer, layer.crs);
    const Offset name = buffer.text(layer.name), title = buffer.text(layer.title);
    buffer.begin_table();
    buffer.scalar<std::uint64_t>(8, 0);  // features_count: not known
    buffer.offset(0, name);
    buffer.offset(7, list);
    buffer.offset(10, crs);
    buffer.offset(11, title);
    buffer.scalar<std::uint16_t>(9, 0);  // index_node_size: no index
    buffer.scalar<std::uint8_t>(2, 0);   // geometry_type: each feature its own
    buffer.scalar<std::uint8_t>(3, layer.has_z ? 1 : 0);
    const Offset root = buffer.end_table();
    return std::string(magic).append(buffer.size_prefixed(root));
}

void FgbProperties::boolean(std::uint16_t column, bool value) {
    put(bytes_, &column, 2);
    bytes_ += static_cast<char>(value);
}
void FgbProperties::integer(std::uint16_t column, std::int64_t value) {
    put(bytes_, &column, 2);
    put(bytes_, &value, 8);
}
void FgbProperties::number(std::uint16_t column, double value) {
    put(bytes_, &column, 2);
    put(bytes_, &value, 8);
}
void FgbProperties::text(std::uint16_t column, std::string_view value) {
    const auto length = static_cast<std::uint32_t>(value.size());
    put(bytes_, &column, 2);
    put(bytes_, &length, 4);
    bytes_.append(value);
}

void append_fgb_feature(std::string& out, const FgbLayer& layer, std::string_view wkb,
                        const FgbProperties& properties) {
    thread_local FlatBuffer buffer;
    buffer.clear();
    Sink sink(buffer, layer.crs, layer.has_z);
    if (!wkb.empty()) walk_wkb(wkb, sink);
    const std::string& bytes = properties.bytes();
    const Offset values = bytes.empty() ? 0 : buffer.vector(bytes.data(), bytes.size());
    buffer.begin_table();
    buffer.offset(0, sink.root());
    buffer.offset(1, values);
    out.append(buffer.size_prefixed(buffer.end_table()));
}

}  // namespace hatang::geo
