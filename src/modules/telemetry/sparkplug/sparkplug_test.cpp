#include <doctest/doctest.h>

#include <bit>

#include "telemetry/sparkplug/limits.hpp"
#include "telemetry/sparkplug/nodes.hpp"

using namespace hatang;
using namespace hatang::telemetry;

namespace {

constexpr Instant birth_time{1'795'000'000 * kSecond};

// A small writer of what edge nodes send.
std::string proto_varint(std::uint64_t n) {
    std::string out;
    for (; n >= 0x80; n >>= 7) out += static_cast<char>(n | 0x80);
    return out + static_cast<char>(n);
}
std::string proto_integer(unsigned field, std::uint64_t n) {
    return proto_varint(field << 3) + proto_varint(n);
}
std::string proto_bytes(unsigned field, std::string_view b) {
    return proto_varint(field << 3 | 2) + proto_varint(b.size()) + std::string(b);
}
std::string proto_double(unsigned field, double d) {
    std::string out = proto_varint(field << 3 | 1);
    const auto bits = std::bit_cast<std::uint64_t>(d);
    for (unsigned i = 0; i < 8; ++i) out += static_cast<char>(bits >> (8 * i));
    return out;
}
std::string proto_float(unsigned field, float f) {
    std::string out = proto_varint(field << 3 | 5);
    const auto bits = std::bit_cast<std::uint32_t>(f);
    for (unsigned i = 0; i < 4; ++i) out += static_cast<char>(bits >> (8 * i));
    return out;
}
std::string metric(std::string_view name, std::optional<std::uint64_t> alias, std::uint32_t type,
                   const std::string& value) {
    std::string m;
    if (!name.empty()) m += proto_bytes(1, name);
    if (alias) m += proto_integer(2, *alias);
    if (type) m += proto_integer(4, type);
    return proto_bytes(2, m + value);
}
std::string payload(std::optional<std::uint64_t> seq, const std::string& metrics,
                    std::uint64_t ms = 1'795'000'000'000) {
    return proto_integer(1, ms) + metrics + (seq ? proto_integer(3, *seq) : "");
}

struct Host {
    SparkplugNodes nodes;
    // "series=value@ms …" and, when they are there, "lost=n", "unknown=n", "rebirth".
    std::string take(std::string_view topic, const std::string& bytes, std::int64_t after_s = 0) {
        const auto parsed = sparkplug_topic(topic);
        REQUIRE(parsed);
        const Result<SparkplugOutcome> out = nodes.take(*parsed, bytes, birth_time + after_s * kSecond);
        if (!out) return std::string(error_info(out.error().code).code);
        std::string text;
        for (const SparkplugValue& v : out->values) {
            char number[32];
            std::snprintf(number, sizeof number, "%g", v.value.value);
            text += v.series + "=" + (v.value.kind == ValueKind::text ? "text" : number) +
                    (v.value.exact ? "" : "~") + " ";
        }
        if (out->lost) text += "lost=" + std::to_string(out->lost) + " ";
        if (out->not_known) text += "unknown=" + std::to_string(out->not_known) + " ";
        if (out->ask_rebirth) text += "rebirth ";
        return text;
    }
};

}  // namespace

TEST_CASE("birth, data by alias, data by name") {
    Host h;
    const std::string birth =
        metric("bdSeq", {}, sparkplug_type::int64, proto_integer(11, 3)) +
        metric("Node Control/Rebirth", {}, sparkplug_type::boolean, proto_integer(14, 0)) +
        metric("Pump/Flow", 1, sparkplug_type::float64, proto_double(13, 2.5)) +
        metric("Pump/Temp", 2, sparkplug_type::int8, proto_integer(10, 0xfb)) +
        metric("Pump/On", 3, sparkplug_type::boolean, proto_integer(14, 1)) +
        metric("Pump/Name", 4, sparkplug_type::string, proto_bytes(15, "P1"));
    CHECK(h.take("spBv1.0/water/NBIRTH/yen-so", payload(0, birth)) ==
          "water/yen-so/Pump/Flow=2.5 water/yen-so/Pump/Temp=-5 water/yen-so/Pump/On=1 "
          "water/yen-so/Pump/Name=text ");
    CHECK(h.take("spBv1.0/water/NDATA/yen-so", payload(1, metric("", 1, 0, proto_double(13, 3)) +
                                                              metric("", 2, 0, proto_integer(10, 0xf6)))) ==
          "water/yen-so/Pump/Flow=3 water/yen-so/Pump/Temp=-10 ");
    CHECK(
        h.take("spBv1.0/water/NDATA/yen-so", payload(2, metric("Pump/Flow", {}, 0, proto_float(12, 0.5f)))) ==
        "water/yen-so/Pump/Flow=0.5 ");
    CHECK(h.take("spBv1.0/water/NDATA/yen-so", payload(3, metric("", 1, 0, proto_integer(7, 1)))) ==
          "");  // null
}

TEST_CASE("a gap in the numbers is counted and the node is asked, not at each message") {
    Host h;
    const std::string flow = metric("F", 1, sparkplug_type::uint32, proto_integer(10, 7)),
                      next = metric("", 1, 0, proto_integer(10, 8));
    CHECK(h.take("spBv1.0/g/NBIRTH/n", payload(254, flow)) == "g/n/F=7 ");
    CHECK(h.take("spBv1.0/g/NDATA/n", payload(255, next)) == "g/n/F=8 ");
    CHECK(h.take("spBv1.0/g/NDATA/n", payload(0, next)) == "g/n/F=8 ");  // 255 is followed by 0
    CHECK(h.take("spBv1.0/g/NDATA/n", payload(3, next)) == "g/n/F=8 lost=2 rebirth ");
    CHECK(h.take("spBv1.0/g/NDATA/n", payload(5, next), 1) == "g/n/F=8 lost=1 ");
    CHECK(h.take("spBv1.0/g/NDATA/n", payload(7, next), 11) == "g/n/F=8 lost=1 rebirth ");
    CHECK(h.take("spBv1.0/g/NBIRTH/n", payload(0, flow), 12) == "g/n/F=7 ");
    CHECK(h.take("spBv1.0/g/NDATA/n", payload(1, next), 12) == "g/n/F=8 ");
}

TEST_CASE("devices are born under their node and die") {
    Host h;
    const std::string level = metric("Level", 9, sparkplug_type::float32, proto_float(12, 1.5f));
    CHECK(h.take("spBv1.0/g/DBIRTH/n/d", payload(1, level)) == "unknown=1 rebirth ");
    CHECK(h.take("spBv1.0/g/NBIRTH/n", payload(0, "")) == "");
    CHECK(h.take("spBv1.0/g/DDATA/n/d", payload(1, metric("", 9, 0, proto_float(12, 2)))) ==
          "unknown=1 rebirth ");
    CHECK(h.take("spBv1.0/g/DBIRTH/n/d", payload(2, level)) == "g/n/d/Level=1.5 ");
    CHECK(h.take("spBv1.0/g/DDATA/n/d", payload(3, metric("", 9, 0, proto_float(12, 2)))) ==
          "g/n/d/Level=2 ");
    CHECK(h.take("spBv1.0/g/DDEATH/n/d", payload(4, "")) == "");
    CHECK(h.take("spBv1.0/g/DDATA/n/d", payload(5, metric("", 9, 0, proto_float(12, 2)))) == "unknown=1 ");
}

TEST_CASE("the will of an old connection does not kill a new one") {
    Host h;
    const auto bd = [](std::uint64_t n) {
        return metric("bdSeq", {}, sparkplug_type::int64, proto_integer(11, n));
    };
    const std::string flow = metric("F", 1, sparkplug_type::float64, proto_double(13, 1)),
                      next = metric("", 1, 0, proto_double(13, 2));
    CHECK(h.take("spBv1.0/g/NBIRTH/n", payload(0, bd(5) + flow)) == "g/n/F=1 ");
    CHECK(h.take("spBv1.0/g/NDEATH/n", payload({}, bd(4))) == "");
    CHECK(h.take("spBv1.0/g/NDATA/n", payload(1, next)) == "g/n/F=2 ");
    CHECK(h.take("spBv1.0/g/NDEATH/n", payload({}, bd(5))) == "");
    CHECK(h.take("spBv1.0/g/NDATA/n", payload(2, next)) == "unknown=1 rebirth ");
}

TEST_CASE("values keep their type and what a double cannot hold is told apart") {
    Host h;
    const std::string birth =
        metric("u64", {}, sparkplug_type::uint64, proto_integer(11, 18446744073709551615u)) +
        metric("i64", {}, sparkplug_type::int64, proto_integer(11, static_cast<std::uint64_t>(-2))) +
        metric("i16", {}, sparkplug_type::int16, proto_integer(10, 0xffff)) +
        metric("i32", {}, sparkplug_type::int32, proto_integer(10, 0x80000000)) +
        metric("u8", {}, sparkplug_type::uint8, proto_integer(10, 255)) +
        metric("set", {}, 16, proto_bytes(17, "xx"));
    CHECK(h.take("spBv1.0/g/NBIRTH/n", payload(0, birth)) ==
          "g/n/u64=1.84467e+19~ g/n/i64=-2 g/n/i16=-1 g/n/i32=-2.14748e+09 g/n/u8=255 g/n/set=text ");
}

TEST_CASE("bytes that are no payload change nothing") {
    Host h;
    const std::string flow = metric("F", 1, sparkplug_type::float64, proto_double(13, 1));
    CHECK(h.take("spBv1.0/g/NBIRTH/n", payload(0, flow)) == "g/n/F=1 ");
    for (const std::string& bad : std::vector<std::string>{
             "\xff", "\x08", "\x0a\x05", std::string(11, '\xff'), "\x0b", proto_bytes(1, "x"),
             proto_integer(2, 1), payload(256, ""), proto_bytes(2, proto_integer(1, 1)),
             proto_bytes(2, proto_bytes(1, std::string(501, 'x'))), std::string("\x00\x00", 2)})
        CHECK(h.take("spBv1.0/g/NDATA/n", bad) == "malformed_payload");
    std::string many;
    for (std::size_t i = 0; i <= telemetry::limits::sparkplug_metrics_max; ++i) many += proto_bytes(2, "");
    CHECK(h.take("spBv1.0/g/NDATA/n", many) == "malformed_payload");
    CHECK(h.take("spBv1.0/g/NDATA/n", payload(1, metric("", 1, 0, proto_double(13, 2)))) == "g/n/F=2 ");
}

TEST_CASE("the rebirth command is one that our own reader takes") {
    const std::string bytes = rebirth_command(1'795'000'000'000);
    const Result<SparkplugPayload> p = parse_sparkplug(bytes);
    REQUIRE(p);
    REQUIRE(p->metrics.size() == 1);
    CHECK(p->timestamp_ms == 1'795'000'000'000);
    CHECK(p->metrics[0].name == "Node Control/Rebirth");
    CHECK(value_of(p->metrics[0], p->metrics[0].type)->value == 1);
}

TEST_CASE("topics of Sparkplug") {
    const auto t = sparkplug_topic("spBv1.0/g/DDATA/n/d");
    REQUIRE(t);
    CHECK(t->group == "g");
    CHECK(t->node == "n");
    CHECK(t->device == "d");
    for (const char* bad : {"spBv1.0/g/NDATA/n/d", "spBv1.0/g/DDATA/n", "spBv1.0/g/NCMD/n", "spBv1.0/STATE/h",
                            "spAv1.0/g/NDATA/n", "spBv1.0//NDATA/n", "spBv1.0/g/DDATA/n/d/x", ""})
        CHECK_FALSE(sparkplug_topic(bad));
}
