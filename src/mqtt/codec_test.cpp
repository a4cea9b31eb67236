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
        for (const int qos : {0, 1, 2}) {
            std::string out;
            append_publish(out, {.topic = "a/b",
                                 .payload = payload,
                                 .qos = static_cast<std::uint8_t>(qos),
                                 .retain = true,
                                 .packet_id = 513});
            FixedHeader h;
            REQUIRE(read_fixed_header(out, h, From::client) == Progress::complete);
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
    CHECK_FALSE(read_packet_id(bytes({1})));
    CHECK_FALSE(read_suback(bytes({0, 1})));
    CHECK_FALSE(read_publish(0, bytes({0})));
    CHECK_FALSE(read_publish(0, bytes({0, 5, 'a'})));
    CHECK_FALSE(read_publish(0, bytes({0, 0})));             // no topic
    CHECK_FALSE(read_publish(0, bytes({0, 1, '#'})));        // a wildcard
    CHECK_FALSE(read_publish(0, bytes({0, 1, 0xff})));       // not UTF-8
    CHECK_FALSE(read_publish(2, bytes({0, 1, 'a', 0, 0})));  // packet id 0
    CHECK_FALSE(read_publish(2, bytes({0, 1, 'a', 0})));
    CHECK_FALSE(read_publish(6, bytes({0, 1, 'a', 0, 1})));  // QoS 3
    Publish p;
    CHECK(read_publish_head(2, bytes({0, 9, 'a'}), p) == Progress::incomplete);
}

TEST_CASE("mqtt codec: what a client may send to a server") {
    FixedHeader h;
    for (const int first : {0x10, 0x30, 0x31, 0x32, 0x3b, 0x34, 0x3d, 0x62, 0x82, 0xa2, 0xc0, 0xe0})
        CHECK_MESSAGE(read_fixed_header(bytes({first, 0}), h, From::client) == Progress::complete, first);
    for (const int first : {0x00, 0x11, 0x20, 0x36, 0x38, 0x40, 0x50, 0x60, 0x6a, 0x70, 0x80, 0x83, 0x90,
                            0xa0, 0xb0, 0xc1, 0xd0, 0xe8, 0xf0})
        CHECK_MESSAGE(read_fixed_header(bytes({first, 0}), h, From::client) == Progress::malformed, first);
}

TEST_CASE("mqtt codec: CONNECT is read as it was written") {
    const Will will{.topic = "spBv1.0/G/NDEATH/N", .payload = std::string_view("\0\xff", 2), .qos = 1};
    for (const Connect& sent :
         {Connect{.client_id = "ab", .user = {}, .password = {}, .clean_session = true},
          Connect{.client_id = "", .user = "u", .password = {}, .keep_alive_s = 65'535},
          Connect{.client_id = "x", .user = "u", .password = "p", .keep_alive_s = 10, .will = will}}) {
        std::string out;
        append_connect(out, sent);
        Connect read;
        REQUIRE(read_connect(std::string_view(out).substr(2), read) == ConnectForm::good);
        CHECK(read.client_id == sent.client_id);
        CHECK(read.user == sent.user);
        CHECK(read.password == sent.password);
        CHECK(read.clean_session == sent.clean_session);
        CHECK(read.keep_alive_s == sent.keep_alive_s);
        REQUIRE(read.will.has_value() == sent.will.has_value());
        if (!sent.will) continue;
        CHECK(read.will->topic == will.topic);
        CHECK(read.will->payload == will.payload);
        CHECK(read.will->qos == 1);
    }
}

TEST_CASE("mqtt codec: CONNECT that is refused, and how") {
    Connect c;
    const auto form = [&](std::initializer_list<int> behind_name) {
        return read_connect(bytes({0, 4, 'M', 'Q', 'T', 'T'}) + bytes(behind_name), c);
    };
    CHECK(form({4, 2, 0, 9, 0, 0}) == ConnectForm::good);
    CHECK(read_connect(bytes({0, 6, 'M', 'Q', 'I', 's', 'd', 'p', 3, 2, 0, 9, 0, 0}), c) ==
          ConnectForm::wrong_name);
    CHECK(read_connect(bytes({0, 4, 'm', 'q', 't', 't', 4, 2, 0, 9, 0, 0}), c) == ConnectForm::wrong_name);
    CHECK(read_connect("", c) == ConnectForm::wrong_name);
    CHECK(form({5, 2, 0, 9, 0, 0, 0}) == ConnectForm::wrong_level);
    CHECK(form({3}) == ConnectForm::wrong_level);
    CHECK(form({0x84, 2, 0, 9, 0, 0}) == ConnectForm::wrong_level);
    const std::vector<std::pair<const char*, std::string>> malformed{
        {"reserved flag", bytes({3, 0, 9, 0, 0})},
        {"will QoS 3", bytes({0x1e, 0, 9, 0, 0, 0, 1, 'w', 0, 0})},
        {"will QoS without a will", bytes({0x0a, 0, 9, 0, 0})},
        {"will retain without a will", bytes({0x22, 0, 9, 0, 0})},
        {"password without a user", bytes({0x42, 0, 9, 0, 0, 0, 1, 'p'})},
        {"client id cut off", bytes({2, 0, 9, 0, 2, 'a'})},
        {"client id not UTF-8", bytes({2, 0, 9, 0, 1, 0xff})},
        {"client id with NUL", bytes({2, 0, 9, 0, 1, 0})},
        {"no keep-alive", bytes({2, 0})},
        {"no user", bytes({0x82, 0, 9, 0, 0})},
        {"password cut off", bytes({0xc2, 0, 9, 0, 0, 0, 1, 'u', 0, 9, 'p'})},
        {"will topic with a wildcard", bytes({6, 0, 9, 0, 0, 0, 1, '#', 0, 0})},
        {"no will payload", bytes({6, 0, 9, 0, 0, 0, 1, 'w'})},
        {"more behind it", bytes({2, 0, 9, 0, 0, 7})}};
    for (const auto& [what, rest] : malformed)
        CHECK_MESSAGE(read_connect(bytes({0, 4, 'M', 'Q', 'T', 'T', 4}) + rest, c) == ConnectForm::malformed,
                      what);
}

TEST_CASE("mqtt codec: SUBSCRIBE and UNSUBSCRIBE") {
    const auto filters = read_subscribe(bytes({0, 7, 0, 1, '#', 2, 0, 1, 'a', 0}));
    REQUIRE(filters);
    CHECK(filters->packet_id == 7);
    CHECK(filters->count == 2);
    CHECK(read_unsubscribe(bytes({0, 7, 0, 1, '#', 0, 1, 'a'}))->count == 2);
    for (const std::string& bad :
         {bytes({0, 7}), bytes({0}), bytes({0, 0, 0, 1, '#', 1}), bytes({0, 7, 0, 1, '#'}),
          bytes({0, 7, 0, 1, '#', 3}), bytes({0, 7, 0, 0, 1}), bytes({0, 7, 0, 9, '#', 1}),
          bytes({0, 7, 0, 1, 0xff, 1})})
        CHECK_FALSE(read_subscribe(bad));
    for (const std::string& bad :
         {bytes({0, 7}), bytes({0, 0, 0, 1, '#'}), bytes({0, 7, 0, 2, '#'}), bytes({0, 7, 0, 0})})
        CHECK_FALSE(read_unsubscribe(bad));
    std::string out;
    append_suback_refused(out, *filters);
    append_ack(out, PacketType::unsuback, 7);
    append_connack(out, 5);
    append_pingresp(out);
    append_ack(out, PacketType::pubrel, 1);
    CHECK(out == bytes({0x90, 4, 0, 7, 0x80, 0x80, 0xb0, 2, 0, 7, 0x20, 2, 0, 5, 0xd0, 0, 0x62, 2, 0, 1}));
}

TEST_CASE("mqtt codec: small packets") {
    std::string out;
    append_ack(out, PacketType::puback, 0x1234);
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
    for (const int id : {11, 12, 13})
        append_ack(expected, PacketType::puback, static_cast<std::uint16_t>(id));
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

TEST_CASE("mqtt windows: QoS 1 and 2 in one order, and one that was not taken") {
    Incoming in;
    std::string out;
    const auto a = in.add(1, 2, 100), b = in.add(2, 1, 50);
    CHECK(in.bytes() == 150);
    in.add(3, 1, 7);
    in.drop_last();
    CHECK(in.bytes() == 150);
    CHECK(in.add(4, 1, 0) == b + 1);
    in.acknowledge(b, out);
    CHECK(in.bytes() == 150);
    in.acknowledge(a, out);
    CHECK(in.bytes() == 0);
    CHECK(in.size() == 1);
    CHECK(out == bytes({0x50, 2, 0, 1, 0x40, 2, 0, 2}));
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
