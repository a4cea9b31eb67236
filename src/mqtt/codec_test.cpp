#include "mqtt/codec.hpp"

#include <doctest/doctest.h>

#include "mqtt/inflight.hpp"
#include "mqtt/url.hpp"

using namespace hatang;
using namespace hatang::mqtt;

namespace {

std::string bytes(std::initializer_list<int> list) {
    std::string out;
    for (const int b : list) out += static_cast<char>(b);
    return out;
}

}  // namespace

TEST_CASE("mqtt codec: CONNECT as the standard draws it") {
    std::string out;
    append_connect(
        out, {.client_id = "ab", .user = "u", .password = "p", .clean_session = false, .keep_alive_s = 30});
    CHECK(out ==
          bytes({0x10, 20, 0, 4, 'M', 'Q', 'T', 'T', 4, 0xc0, 0, 30, 0, 2, 'a', 'b', 0, 1, 'u', 0, 1, 'p'}));
    out.clear();
    append_connect(
        out, {.client_id = "ab", .user = {}, .password = "p", .clean_session = true, .keep_alive_s = 0});
    CHECK(out == bytes({0x10, 14, 0, 4, 'M', 'Q', 'T', 'T', 4, 2, 0, 0, 0, 2, 'a', 'b'}));
}

TEST_CASE("mqtt codec: PUBLISH goes out and comes back") {
    const std::string large(300'000, 'x');
    for (const std::string_view payload :
         {std::string_view(), std::string_view("21.5"), std::string_view(large)})
        for (const int qos : {0, 1}) {
            std::string out;
            append_publish(out, {.topic = "a/b",
                                 .payload = payload,
                                 .qos = static_cast<std::uint8_t>(qos),
                                 .retain = true,
                                 .packet_id = 513});
            FixedHeader h;
            REQUIRE(read_fixed_header(out, h) == Progress::complete);
            CHECK(h.packet_bytes() == out.size());
            const auto p = read_publish(h.flags, std::string_view(out).substr(h.header_bytes));
            REQUIRE(p);
            CHECK(p->topic == "a/b");
            CHECK(p->payload == payload);
            CHECK(p->qos == qos);
            CHECK(p->retain);
            CHECK(p->packet_id == (qos ? 513 : 0));
        }
}

TEST_CASE("mqtt codec: remaining length (table 2.4)") {
    FixedHeader h;
    const auto length = [&](std::initializer_list<int> list) {
        REQUIRE(read_fixed_header(bytes(list), h) == Progress::complete);
        return h.body_bytes;
    };
    CHECK(length({0x30, 0}) == 0);
    CHECK(length({0x30, 0x7f}) == 127);
    CHECK(length({0x30, 0x80, 1}) == 128);
    CHECK(length({0x30, 0xff, 0xff, 0xff, 0x7f}) == 268'435'455);
    CHECK(read_fixed_header("", h) == Progress::incomplete);
    CHECK(read_fixed_header(bytes({0x30, 0x80}), h) == Progress::incomplete);
    CHECK(read_fixed_header(bytes({0x30, 0x80, 0x80, 0x80, 0x80, 1}), h) == Progress::malformed);
}

TEST_CASE("mqtt codec: malformed packets") {
    FixedHeader h;
    for (const int first : {0x00, 0x10, 0x21, 0x34, 0x36, 0x50, 0x62, 0x82, 0xa2, 0xc0, 0xe0, 0xf0})
        CHECK(read_fixed_header(bytes({first, 0}), h) == Progress::malformed);
    CHECK_FALSE(read_connack(bytes({2, 0})));
    CHECK_FALSE(read_connack(bytes({0})));
    CHECK_FALSE(read_puback(bytes({1})));
    CHECK_FALSE(read_suback(bytes({0, 1})));
    CHECK_FALSE(read_publish(0, bytes({0})));
    CHECK_FALSE(read_publish(0, bytes({0, 5, 'a'})));
    CHECK_FALSE(read_publish(0, bytes({0, 0})));             // no topic
    CHECK_FALSE(read_publish(0, bytes({0, 1, '#'})));        // a wildcard
    CHECK_FALSE(read_publish(0, bytes({0, 1, 0xff})));       // not UTF-8
    CHECK_FALSE(read_publish(2, bytes({0, 1, 'a', 0, 0})));  // packet id 0
    CHECK_FALSE(read_publish(2, bytes({0, 1, 'a', 0})));
    CHECK_FALSE(read_publish(4, bytes({0, 1, 'a', 0, 1})));  // QoS 2
    Publish p;
    CHECK(read_publish_head(2, bytes({0, 9, 'a'}), p) == Progress::incomplete);
}

TEST_CASE("mqtt codec: small packets") {
    std::string out;
    append_puback(out, 0x1234);
    append_subscribe(out, 1, "a/#", 1);
    append_pingreq(out);
    append_disconnect(out);
    CHECK(out == bytes({0x40, 2, 0x12, 0x34, 0x82, 8, 0, 1, 0, 3, 'a', '/', '#', 1, 0xc0, 0, 0xe0, 0}));
    CHECK(read_connack(bytes({1, 0}))->session_present);
    CHECK(read_suback(bytes({0, 1, 0x80}))->granted == 0x80);
}

TEST_CASE("mqtt codec: topic filters (section 4.7)") {
    for (const auto& [filter, topic] :
         {std::pair{"a/b", "a/b"},
          {"a/+", "a/b"},
          {"a/#", "a"},
          {"a/#", "a/b/c"},
          {"#", "a/b"},
          {"+/+", "/finance"},
          {"/+", "/finance"},
          {"$SYS/#", "$SYS/x"},
          {"$share/g/a/+", "a/b"},
          {"v1.1/Datastreams(+)/Observations", "v1.1/Datastreams(+)/Observations"},
          {"a/+/c", "a//c"}})
        CHECK_MESSAGE(topic_matches(filter, topic), filter, " ", topic);
    for (const auto& [filter, topic] : {std::pair{"a/b", "a/c"},
                                        {"a/+", "a"},
                                        {"a/+", "a/b/c"},
                                        {"+", "/finance"},
                                        {"#", "$SYS/x"},
                                        {"+/x", "$SYS/x"},
                                        {"a/b/c", "a/b"},
                                        {"$share/g", "a"},
                                        {"a", "a/"}})
        CHECK_MESSAGE(!topic_matches(filter, topic), filter, " ", topic);
}

TEST_CASE("mqtt windows: acknowledgements leave in the order of the messages") {
    Incoming in;
    std::string out;
    const auto a = in.add(11), b = in.add(12), c = in.add(13);
    in.acknowledge(b, out);
    in.acknowledge(c, out);
    CHECK(out.empty());
    in.acknowledge(a, out);
    std::string expected;
    for (const int id : {11, 12, 13}) append_puback(expected, static_cast<std::uint16_t>(id));
    CHECK(out == expected);
    CHECK(in.size() == 0);
    in.acknowledge(a, out);
    in.acknowledge(0, out);
    in.acknowledge(~0ull, out);
    CHECK(out == expected);
    const auto old = in.add(14);
    in.reset();
    const auto fresh = in.add(14);
    CHECK(fresh != old);
    in.acknowledge(old, out);
    CHECK(in.size() == 1);
}

TEST_CASE("mqtt windows: what was published is sent again until it is acknowledged") {
    Outgoing queue;
    std::string first, second;
    for (int round = 0; round < 2; ++round)  // over the end of the ids
        for (int i = 1; i < Outgoing::ids_end; ++i) {
            std::string ignored;
            queue.add({.topic = "t", .payload = "", .qos = 1}, ignored);
            queue.acknowledged(static_cast<std::uint16_t>(i));
        }
    CHECK(queue.size() == 0);
    CHECK(queue.bytes() == 0);
    queue.add({.topic = "t", .payload = "1", .qos = 1}, first);
    queue.add({.topic = "t", .payload = "2", .qos = 1}, first);
    queue.acknowledged(2);
    CHECK(queue.size() == 2);  // in order only
    queue.resend(second);
    FixedHeader h;
    REQUIRE(read_fixed_header(second, h) == Progress::complete);
    CHECK(h.packet_bytes() == second.size());
    const auto p = read_publish(h.flags, std::string_view(second).substr(h.header_bytes));
    CHECK(p->duplicate);
    CHECK(p->payload == "1");
    for (const int id : {0, 3, 60'000, 65'535}) queue.acknowledged(static_cast<std::uint16_t>(id));
    CHECK(queue.size() == 2);
    queue.acknowledged(1);
    CHECK(queue.size() == 0);
}

TEST_CASE("mqtt url") {
    const auto u = parse_broker_url("mqtts://ng%C6%B0%E1%BB%9Di:p%40ss@broker.example:1884");
    REQUIRE(u);
    CHECK(u->tls);
    CHECK(u->user == "người");
    CHECK(u->password == "p@ss");
    CHECK(u->host == "broker.example");
    CHECK(u->port == "1884");
    CHECK(parse_broker_url("mqtt://127.0.0.1")->port == "1883");
    CHECK(parse_broker_url("mqtts://a/")->port == "8883");
    CHECK(parse_broker_url("mqtt://[::1]:1883")->host == "::1");
    for (const char* bad :
         {"", "http://a", "mqtt://", "mqtt://:1883", "mqtt://a:0", "mqtt://a:99999", "mqtt://a:x",
          "mqtt://@a", "mqtt://a b", "mqtt://[::1", "mqtt://%zz@a", "mqtt://a/x"})
        CHECK_MESSAGE(!parse_broker_url(bad), bad);
}
