#include "telemetry/sparkplug/payload.hpp"

#include <bit>
#include <cmath>

#include "telemetry/sparkplug/limits.hpp"

namespace hatang::telemetry {
namespace {

// protobuf.dev/programming-guides/encoding
enum class Wire : std::uint8_t { varint = 0, fixed64 = 1, bytes = 2, fixed32 = 5 };

class Protobuf {
  public:
    explicit Protobuf(std::string_view bytes) : rest_(bytes) {}
    bool at_end() const { return rest_.empty(); }
    bool failed() const { return failed_; }

    struct Field {
        std::uint32_t number = 0;
        Wire wire = Wire::varint;
        std::uint64_t integer = 0;  // varint, fixed32, fixed64
        std::string_view bytes;
    };
    // False at the end and when the bytes are none; then failed().
    bool next(Field& field) {
        if (rest_.empty() || failed_) return false;
        std::uint64_t key = 0;
        if (!varint(key) || key >> 3 == 0 || key >> 3 > 0x1fffffff) return fail();
        field.number = static_cast<std::uint32_t>(key >> 3);
        field.wire = static_cast<Wire>(key & 7);
        switch (field.wire) {
            case Wire::varint:
                return varint(field.integer) || fail();
            case Wire::fixed64:
                return little(8, field.integer) || fail();
            case Wire::fixed32:
                return little(4, field.integer) || fail();
            case Wire::bytes: {
                std::uint64_t length = 0;
                if (!varint(length) || length > rest_.size()) return fail();
                field.bytes = rest_.substr(0, static_cast<std::size_t>(length));
                rest_.remove_prefix(static_cast<std::size_t>(length));
                return true;
            }
            default:
                return fail();  // groups are not in use
        }
    }

  private:
    bool fail() {
        failed_ = true;
        return false;
    }
    bool varint(std::uint64_t& out) {
        out = 0;
        for (unsigned shift = 0; shift < 64; shift += 7) {
            if (rest_.empty()) return false;
            const auto byte = static_cast<unsigned char>(rest_.front());
            rest_.remove_prefix(1);
            out |= static_cast<std::uint64_t>(byte & 0x7f) << shift;
            if (byte < 0x80) return true;
        }
        return false;
    }
    bool little(std::size_t count, std::uint64_t& out) {
        if (rest_.size() < count) return false;
        out = 0;
        for (std::size_t i = 0; i < count; ++i)
            out |= static_cast<std::uint64_t>(static_cast<unsigned char>(rest_[i])) << (8 * i);
        rest_.remove_prefix(count);
        return true;
    }
    std::string_view rest_;
    bool failed_ = false;
};

bool parse_metric(std::string_view bytes, SparkplugMetric& out) {
    using Held = SparkplugMetric::Held;
    Protobuf reader(bytes);
    Protobuf::Field f;
    const auto hold = [&out](Held held) {
        out.held = held;
        out.has_value = true;
    };
    while (reader.next(f)) {
        const bool is_bytes = f.wire == Wire::bytes, is_varint = f.wire == Wire::varint;
        switch (f.number) {
            case 1:
                if (!is_bytes || f.bytes.size() > limits::sparkplug_name_max) return false;
                out.name = f.bytes;
                break;
            case 2:
                if (!is_varint) return false;
                out.alias = f.integer;
                break;
            case 3:
                if (!is_varint) return false;
                out.timestamp_ms = f.integer;
                break;
            case 4:
                if (!is_varint) return false;
                out.type = static_cast<std::uint32_t>(f.integer);
                break;
            case 7:
                if (!is_varint) return false;
                out.is_null = f.integer != 0;
                break;
            case 10:
            case 11:
            case 14:
                if (!is_varint) return false;
                out.integer = f.integer;
                hold(f.number == 10   ? Held::int_value
                     : f.number == 11 ? Held::long_value
                                      : Held::boolean_value);
                break;
            case 12:
                if (f.wire != Wire::fixed32) return false;
                out.real = std::bit_cast<float>(static_cast<std::uint32_t>(f.integer));
                hold(Held::real_value);
                break;
            case 13:
                if (f.wire != Wire::fixed64) return false;
                out.real = std::bit_cast<double>(f.integer);
                hold(Held::real_value);
                break;
            case 15:
            case 16:
            case 17:
            case 18:
            case 19:
                if (!is_bytes) return false;
                hold(Held::other);
                break;
            default:
                break;
        }
    }
    return !reader.failed();
}

NamedValue integer_value(std::int64_t n) {
    const auto value = static_cast<double>(n);
    return {ValueKind::number, value, value < 9223372036854775808.0 && static_cast<std::int64_t>(value) == n};
}

void append_varint(std::string& out, std::uint64_t n) {
    for (; n >= 0x80; n >>= 7) out += static_cast<char>(n | 0x80);
    out += static_cast<char>(n);
}
void append_integer(std::string& out, unsigned number, std::uint64_t n) {
    append_varint(out, number << 3);
    append_varint(out, n);
}
void append_bytes(std::string& out, unsigned number, std::string_view bytes) {
    append_varint(out, number << 3 | 2);
    append_varint(out, bytes.size());
    out += bytes;
}

}  // namespace

Result<SparkplugPayload> parse_sparkplug(std::string_view bytes) {
    const auto refused = [](const char* what) {
        return Error(Code::malformed_payload, {}, {"Sparkplug B", what});
    };
    SparkplugPayload out;
    Protobuf reader(bytes);
    Protobuf::Field f;
    while (reader.next(f)) {
        if (f.number == 1 || f.number == 3) {
            if (f.wire != Wire::varint) return refused("timestamp, seq");
            (f.number == 1 ? out.timestamp_ms : out.seq) = f.integer;
        } else if (f.number == 2) {
            if (f.wire != Wire::bytes || out.metrics.size() == limits::sparkplug_metrics_max)
                return refused("metrics");
            SparkplugMetric metric;
            if (!parse_metric(f.bytes, metric)) return refused("metric");
            out.metrics.push_back(metric);
        }
    }
    if (reader.failed()) return refused("protobuf");
    if (out.seq && *out.seq > 255) return refused("seq > 255");
    return out;
}

std::optional<NamedValue> value_of(const SparkplugMetric& m, std::uint32_t type) {
    using Held = SparkplugMetric::Held;
    if (m.is_null || m.held == Held::nothing) return {};
    if (m.held == Held::other) return NamedValue{ValueKind::text};
    if (m.held == Held::boolean_value) return NamedValue{ValueKind::boolean, m.integer != 0 ? 1.0 : 0.0};
    if (m.held == Held::real_value) return NamedValue{ValueKind::number, m.real};
    switch (type) {
        case sparkplug_type::int8:
            return integer_value(static_cast<std::int8_t>(m.integer));
        case sparkplug_type::int16:
            return integer_value(static_cast<std::int16_t>(m.integer));
        case sparkplug_type::int32:
            return integer_value(static_cast<std::int32_t>(m.integer));
        case sparkplug_type::int64:
            return integer_value(static_cast<std::int64_t>(m.integer));
        default:
            break;
    }
    const auto value = static_cast<double>(m.integer);
    return NamedValue{ValueKind::number, value,
                      value < 18446744073709551616.0 && static_cast<std::uint64_t>(value) == m.integer};
}

std::string rebirth_command(std::uint64_t timestamp_ms) {
    std::string metric, out;
    append_bytes(metric, 1, "Node Control/Rebirth");
    append_integer(metric, 3, timestamp_ms);
    append_integer(metric, 4, sparkplug_type::boolean);
    append_integer(metric, 14, 1);
    append_integer(out, 1, timestamp_ms);
    append_bytes(out, 2, metric);
    return out;
}

}  // namespace hatang::telemetry
