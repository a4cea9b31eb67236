#include "maps/encode/mvt.hpp"

#include "maps/store/varint.hpp"

namespace hatang::maps {
namespace {

constexpr int varint_type = 0, bytes_type = 2;

void put_key(std::string& out, int field, int type) {
    put_varint(out, static_cast<unsigned>(field << 3 | type));
}
void put_bytes(std::string& out, int field, std::string_view bytes) {
    put_key(out, field, bytes_type);
    put_varint(out, bytes.size());
    out += bytes;
}
void put_number(std::string& out, int field, std::uint64_t n) {
    put_key(out, field, varint_type);
    put_varint(out, n);
}

}  // namespace

void GeometryWriter::put(std::uint64_t n) { put_varint(out_, n); }

void GeometryWriter::step(Local p) {
    put(zigzag(p.x - at_.x));
    put(zigzag(p.y - at_.y));
    at_ = p;
}

void GeometryWriter::points(const Path& points) {
    if (points.empty()) return;
    command(1, points.size());
    for (const Local p : points) step(p);
}

void GeometryWriter::line(const Path& line) {
    command(1, 1);
    step(line.front());
    command(2, line.size() - 1);
    for (std::size_t i = 1; i < line.size(); ++i) step(line[i]);
}

void GeometryWriter::ring(const Path& ring) {
    line(ring);
    command(7, 1);
}

LayerWriter::LayerWriter(std::string_view name) : name_(name), numbers_(32, 0) {}

std::uint32_t LayerWriter::value(std::string_view message) {
    put_bytes(values_, 4, message);
    return value_count_++;
}

std::uint32_t LayerWriter::text(std::string_view text) {
    const auto [found, fresh] = texts_.try_emplace(text, 0);
    if (fresh) {
        std::string message;
        put_bytes(message, 1, text);
        found->second = value(message);
    }
    return found->second;
}

std::uint32_t LayerWriter::number(std::uint64_t n, bool shared) {
    if (shared && n < numbers_.size() && numbers_[n] > 0) return numbers_[n] - 1;
    char message[16];
    std::size_t used = 0;
    message[used++] = 5 << 3 | varint_type;
    for (std::uint64_t rest = n;; rest >>= 7) {
        message[used++] = static_cast<char>(rest >= 0x80 ? rest | 0x80 : rest);
        if (rest < 0x80) break;
    }
    const std::uint32_t at = value({message, used});
    if (shared && n < numbers_.size()) numbers_[n] = at + 1;
    return at;
}

std::uint32_t LayerWriter::boolean(bool b) {
    std::uint32_t& known = booleans_[b ? 1 : 0];
    if (known == 0) {
        std::string message;
        put_number(message, 7, b ? 1 : 0);
        known = value(message) + 1;
    }
    return known - 1;
}

void LayerWriter::add(const FeatureView& f, const GeometryWriter& geometry) {
    tags_.clear();
    const auto tag = [&](std::uint32_t key, std::uint32_t value) {
        put_varint(tags_, key);
        put_varint(tags_, value);
    };
    const auto id = static_cast<std::uint64_t>(f.id);
    tag(0, number(id, false));
    tag(1, text(f.group->class_key));
    if (!f.name.empty()) tag(2, text(f.name));
    tag(3, text(status_texts[f.status]));
    tag(4, boolean(f.generated));
    tag(5, number(f.rank, true));

    feature_.clear();
    put_number(feature_, 1, id);
    put_bytes(feature_, 2, tags_);
    put_number(feature_, 3, static_cast<std::uint64_t>(f.kind));
    put_bytes(feature_, 4, geometry.bytes());
    put_bytes(features_, 2, feature_);
}

std::string LayerWriter::take() {
    if (features_.empty()) return {};
    std::string layer;
    layer.reserve(features_.size() + values_.size() + name_.size() + 96);
    put_number(layer, 15, 2);
    put_bytes(layer, 1, name_);
    layer += features_;
    for (const std::string_view key : tile_keys) put_bytes(layer, 3, key);
    layer += values_;
    put_number(layer, 5, static_cast<std::uint64_t>(extent));
    std::string out;
    out.reserve(layer.size() + 8);
    put_bytes(out, 3, layer);
    return out;
}

}  // namespace hatang::maps
