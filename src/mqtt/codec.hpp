// The packets of MQTT 3.1.1 (OASIS Standard, 29 October 2014) that a client with QoS 0 and 1 needs, and a
// server to which clients publish. Pure; what comes from outside is hostile.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace hatang::mqtt {

// Section 2.2.1.
enum class PacketType : std::uint8_t {
    connect = 1,
    connack = 2,
    publish = 3,
    puback = 4,
    pubrec = 5,
    pubrel = 6,
    pubcomp = 7,
    subscribe = 8,
    suback = 9,
    unsubscribe = 10,
    unsuback = 11,
    pingreq = 12,
    pingresp = 13,
    disconnect = 14,
};

struct FixedHeader {
    PacketType type{};
    std::uint8_t flags = 0;
    std::size_t header_bytes = 0, body_bytes = 0;
    std::size_t packet_bytes() const { return header_bytes + body_bytes; }
};
enum class Progress { complete, incomplete, malformed };
enum class From { broker, client };

// Section 2.2: reads the type, the flags and the remaining length from the start of `bytes`. Malformed: a
// type that this side does not send to the other (a broker to our client, a client to a server that sends no
// messages), wrong flags, a length of more than four bytes.
Progress read_fixed_header(std::string_view bytes, FixedHeader&, From = From::broker);

// Each reads the body of its packet; nothing when it is malformed.
struct Connack {
    bool session_present = false;
    std::uint8_t code = 0;  // 0: accepted
};
std::optional<Connack> read_connack(std::string_view body);

// A view into the packet.
struct Publish {
    std::string_view topic, payload;
    std::uint8_t qos = 0;  // a broker sends us 0 or 1: we never ask for 2
    bool retain = false, duplicate = false;
    std::uint16_t packet_id = 0;  // QoS 1 and 2
};
std::optional<Publish> read_publish(std::uint8_t flags, std::string_view body);
// Topic and packet id from the start of a body that is not here whole. Incomplete: more bytes are needed.
Progress read_publish_head(std::uint8_t flags, std::string_view body_start, Publish&);

// Of PUBACK and PUBREL.
std::optional<std::uint16_t> read_packet_id(std::string_view body);

struct Suback {
    std::uint16_t packet_id = 0;
    std::uint8_t granted = 0;  // of the one filter asked for: 0, 1, 2 or 0x80, refused
};
std::optional<Suback> read_suback(std::string_view body);

struct Will {
    std::string_view topic, payload;
    std::uint8_t qos = 0;
    bool retain = false;
};
struct Connect {
    std::string_view client_id, user, password;  // user empty: none
    bool clean_session = false;
    std::uint16_t keep_alive_s = 0;
    std::optional<Will> will = {};
};
// Section 3.1. The level is judged before anything behind it, which another version writes another way.
enum class ConnectForm { good, wrong_name, wrong_level, malformed };
ConnectForm read_connect(std::string_view body, Connect&);

// Of SUBSCRIBE and UNSUBSCRIBE, the id and how many filters there are.
struct Filters {
    std::uint16_t packet_id = 0;
    std::size_t count = 0;  // at least one
};
std::optional<Filters> read_subscribe(std::string_view body);
std::optional<Filters> read_unsubscribe(std::string_view body);

// Each appends one packet.
void append_connect(std::string& out, const Connect&);
void append_connack(std::string& out, std::uint8_t code);  // without a session of before
// Topic of at most 65,535 bytes. `packet_id` is for QoS 1 and 2.
void append_publish(std::string& out, const Publish&);
// PUBACK, PUBREC, PUBREL, PUBCOMP or UNSUBACK.
void append_ack(std::string& out, PacketType, std::uint16_t packet_id);
// All filters refused.
void append_suback_refused(std::string& out, const Filters&);
void append_subscribe(std::string& out, std::uint16_t packet_id, std::string_view filter, std::uint8_t qos);
void append_pingreq(std::string& out);
void append_pingresp(std::string& out);
void append_disconnect(std::string& out);
// In the first byte of a PUBLISH packet that is sent again (DUP, section 3.3.1.1).
inline constexpr unsigned char duplicate_flag = 8;

// Whether a topic falls under a filter with + and # (section 4.7). "$share/group/" in front of the filter is
// left out.
bool topic_matches(std::string_view filter, std::string_view topic);
// A topic one may publish to: not empty, no + or #, no NUL, UTF-8, at most 65,535 bytes.
bool is_topic(std::string_view topic);

}  // namespace hatang::mqtt
