#include "telemetry/series/arrow.hpp"

#include <array>
#include <bit>
#include <cstring>

#include "geo/flatbuffer.hpp"

namespace hatang::telemetry {
namespace {

static_assert(std::endian::native == std::endian::little, "columns are little-endian");

using geo::FlatBuffer;

// Numbers of format/Schema.fbs and format/Message.fbs of Apache Arrow; fields are numbered from 0 there.
constexpr std::int16_t metadata_v5 = 4, microsecond = 2, double_precision = 2;
constexpr std::uint8_t type_int = 2, type_floating_point = 3, type_timestamp = 10;
constexpr std::uint8_t header_schema = 1, header_record_batch = 3;
constexpr std::uint32_t continuation = 0xffffffff;
constexpr std::size_t alignment = 8;

struct FieldNode {
    std::int64_t length, null_count;
};
struct BufferPlace {
    std::int64_t offset, length;
};

constexpr std::size_t padded(std::size_t bytes) { return (bytes + alignment - 1) / alignment * alignment; }

void put_word(std::string& out, std::uint32_t word) {
    out.append(reinterpret_cast<const char*>(&word), sizeof word);
}

// The message around a header; `body_bytes` follow it.
std::string message(FlatBuffer& b, std::uint8_t header_type, FlatBuffer::Offset header,
                    std::size_t body_bytes) {
    b.begin_table();
    b.scalar(3, static_cast<std::int64_t>(body_bytes));
    b.offset(2, header);
    b.scalar(0, metadata_v5);
    b.scalar(1, header_type);
    const std::string_view metadata = b.finished(b.end_table());
    std::string out;
    out.reserve(2 * sizeof(std::uint32_t) + padded(metadata.size()) + body_bytes);
    put_word(out, continuation);
    put_word(out, static_cast<std::uint32_t>(padded(metadata.size())));
    out.append(metadata).append(padded(metadata.size()) - metadata.size(), '\0');
    return out;
}

FlatBuffer::Offset field(FlatBuffer& b, std::string_view name, std::uint8_t type_is,
                         FlatBuffer::Offset type) {
    const FlatBuffer::Offset children = b.offsets({}), name_at = b.text(name);
    b.begin_table();
    b.offset(5, children);
    b.offset(3, type);
    b.offset(0, name_at);
    b.scalar(2, type_is);
    return b.end_table();
}

}  // namespace

std::string arrow_schema() {
    FlatBuffer b;
    const FlatBuffer::Offset utc = b.text("UTC");
    b.begin_table();
    b.offset(1, utc);
    b.scalar(0, microsecond);
    const FlatBuffer::Offset timestamp = b.end_table();
    b.begin_table();
    b.scalar(0, double_precision);
    const FlatBuffer::Offset number = b.end_table();
    b.begin_table();
    b.scalar(0, std::int32_t{8});
    const FlatBuffer::Offset byte = b.end_table();
    const FlatBuffer::Offset t = field(b, "t", type_timestamp, timestamp),
                             value = field(b, "value", type_floating_point, number),
                             quality = field(b, "quality", type_int, byte);
    const FlatBuffer::Offset fields = b.offsets({t, value, quality});
    b.begin_table();
    b.offset(1, fields);
    return message(b, header_schema, b.end_table(), 0);
}

std::string arrow_batch(std::span<const Point> points) {
    const std::size_t n = points.size(), words = n * sizeof(std::int64_t), bytes = padded(n);
    const auto place = [](std::size_t offset, std::size_t length) {
        return BufferPlace{static_cast<std::int64_t>(offset), static_cast<std::int64_t>(length)};
    };
    // Each column has a bitmap of what is null, which is left out here, and its values.
    const std::array<BufferPlace, 6> buffers{place(0, 0),         place(0, words),     place(words, 0),
                                             place(words, words), place(2 * words, 0), place(2 * words, n)};
    const FieldNode node{static_cast<std::int64_t>(n), 0};
    const std::array<FieldNode, 3> nodes{node, node, node};
    FlatBuffer b;
    const FlatBuffer::Offset buffers_at = b.vector(buffers.data(), buffers.size()),
                             nodes_at = b.vector(nodes.data(), nodes.size());
    b.begin_table();
    b.scalar(0, static_cast<std::int64_t>(n));
    b.offset(1, nodes_at);
    b.offset(2, buffers_at);
    std::string out = message(b, header_record_batch, b.end_table(), 2 * words + bytes);
    const std::size_t head = out.size();
    out.resize(head + 2 * words + bytes);
    char *t = out.data() + head, *value = t + words, *quality = value + words;
    for (std::size_t i = 0; i < n; ++i) {
        std::memcpy(t + i * sizeof(std::int64_t), &points[i].t_us, sizeof(std::int64_t));
        std::memcpy(value + i * sizeof(double), &points[i].value, sizeof(double));
        quality[i] = static_cast<char>(points[i].quality);
    }
    return out;
}

std::string arrow_end() {
    std::string out;
    put_word(out, continuation);
    put_word(out, 0);
    return out;
}

}  // namespace hatang::telemetry
