#include "mqtt/codec.hpp"

#include <array>

#include "base/text.hpp"

namespace hatang::mqtt {
namespace {

constexpr std::size_t text_bytes_max = 65'535;  // a two-byte length
constexpr char level_3_1_1 = 4;
// Of CONNECT (section 3.1.2.3).
constexpr unsigned clean_flag = 0x02, will_flag = 0x04, will_qos_shift = 3, will_retain_flag = 0x20,
                   password_flag = 0x40, user_flag = 0x80;
constexpr std::uint8_t filter_refused = 0x80;  // of SUBACK

std::uint16_t read_u16(std::string_view s, std::size_t at) {
    return static_cast<std::uint16_t>(static_cast<unsigned char>(s[at]) << 8 |
                                      static_cast<unsigned char>(s[at + 1]));
}
void append_u16(std::string& out, std::size_t n) {
    out += static_cast<char>(n >> 8 & 0xff);
    out += static_cast<char>(n & 0xff);
}
void append_text(std::string& out, std::string_view s) {
    s = s.substr(0, text_bytes_max);
    append_u16(out, s.size());
    out.append(s);
}
void append_header(std::string& out, PacketType type, std::uint8_t flags, std::size_t body_bytes) {
    out += static_cast<char>(static_cast<unsigned>(type) << 4 | flags);
    do {
        const auto digit = static_cast<unsigned char>(body_bytes & 0x7f);
        body_bytes >>= 7;
        out += static_cast<char>(digit | (body_bytes > 0 ? 0x80 : 0));
    } while (body_bytes > 0);
}

bool is_from_client(PacketType type, std::uint8_t flags) {
    switch (type) {
        case PacketType::publish:
            // QoS 3 is none; what is sent without an answer is not sent again (section 3.3.1).
            return (flags & 6) != 6 && ((flags & 6) != 0 || (flags & duplicate_flag) == 0);
        case PacketType::pubrel:
        case PacketType::subscribe:
        case PacketType::unsubscribe:
            return flags == 2;
        case PacketType::connect:
        case PacketType::pingreq:
        case PacketType::disconnect:
            return flags == 0;
        default:
            return false;
    }
}
bool is_from_broker(PacketType type, std::uint8_t flags) {
    switch (type) {
        case PacketType::publish:
            return (flags >> 1 & 3) < 2;
        case PacketType::connack:
        case PacketType::puback:
        case PacketType::suback:
        case PacketType::pingresp:
            return flags == 0;
        default:
            return false;
    }
}

// A text at the front of `rest`, which is taken off. Nothing when it is cut off.
std::optional<std::string_view> take_bytes(std::string_view& rest) {
    if (rest.size() < 2) return {};
    const std::size_t size = read_u16(rest, 0);
    if (rest.size() - 2 < size) return {};
    const std::string_view out = rest.substr(2, size);
    rest.remove_prefix(2 + size);
    return out;
}
// Section 1.5.3: UTF-8 without NUL.
std::optional<std::string_view> take_text(std::string_view& rest) {
    const auto out = take_bytes(rest);
    if (!out || out->find('\0') != out->npos || !is_utf8(*out)) return {};
    return out;
}

std::optional<Filters> read_filters(std::string_view body, bool with_qos) {
    if (body.size() < 2) return {};
    Filters out{read_u16(body, 0), 0};
    for (body.remove_prefix(2); !body.empty(); ++out.count) {
        const auto filter = take_text(body);
        if (!filter || filter->empty()) return {};
        if (!with_qos) continue;
        if (body.empty() || static_cast<unsigned char>(body[0]) > 2) return {};
        body.remove_prefix(1);
    }
    if (out.packet_id == 0 || out.count == 0) return {};
    return out;
}

}  // namespace

Progress read_fixed_header(std::string_view bytes, FixedHeader& out, From from) {
    if (bytes.empty()) return Progress::incomplete;
    const auto first = static_cast<unsigned char>(bytes[0]);
    out.type = static_cast<PacketType>(first >> 4);
    out.flags = first & 0x0f;
    if (!(from == From::client ? is_from_client : is_from_broker)(out.type, out.flags))
        return Progress::malformed;
    out.body_bytes = 0;
    for (std::size_t i = 1; i <= 4; ++i) {
        if (i >= bytes.size()) return Progress::incomplete;
        const auto digit = static_cast<unsigned char>(bytes[i]);
        out.body_bytes |= static_cast<std::size_t>(digit & 0x7f) << (7 * (i - 1));
        out.header_bytes = i + 1;
        if (!(digit & 0x80)) return Progress::complete;
    }
    return Progress::malformed;
}

std::optional<Connack> read_connack(std::string_view body) {
    if (body.size() != 2 || (body[0] & ~1) != 0) return {};
    return Connack{body[0] == 1, static_cast<std::uint8_t>(body[1])};
}

Progress read_publish_head(std::uint8_t flags, std::string_view body, Publish& out) {
    out.qos = flags >> 1 & 3;
    out.retain = flags & 1;
    out.duplicate = flags & duplicate_flag;
    if (out.qos > 2) return Progress::malformed;
    if (body.size() < 2) return Progress::incomplete;
    const std::size_t topic_bytes = read_u16(body, 0), head_bytes = 2 + topic_bytes + (out.qos > 0 ? 2 : 0);
    if (body.size() < head_bytes) return Progress::incomplete;
    out.topic = body.substr(2, topic_bytes);
    out.packet_id = out.qos > 0 ? read_u16(body, 2 + topic_bytes) : 0;
    out.payload = body.substr(head_bytes);
    if (out.qos > 0 && out.packet_id == 0) return Progress::malformed;
    return is_topic(out.topic) ? Progress::complete : Progress::malformed;
}

std::optional<Publish> read_publish(std::uint8_t flags, std::string_view body) {
    Publish out;
    if (read_publish_head(flags, body, out) != Progress::complete) return {};
    return out;
}

std::optional<std::uint16_t> read_packet_id(std::string_view body) {
    if (body.size() != 2) return {};
    return read_u16(body, 0);
}

std::optional<Suback> read_suback(std::string_view body) {
    if (body.size() != 3) return {};
    return Suback{read_u16(body, 0), static_cast<std::uint8_t>(body[2])};
}

ConnectForm read_connect(std::string_view body, Connect& out) {
    const auto name = take_bytes(body);
    if (!name || *name != "MQTT") return ConnectForm::wrong_name;
    if (body.empty()) return ConnectForm::malformed;
    if (body[0] != level_3_1_1) return ConnectForm::wrong_level;
    if (body.size() < 4) return ConnectForm::malformed;
    const auto flags = static_cast<unsigned char>(body[1]);
    out = Connect{.client_id = {},
                  .user = {},
                  .password = {},
                  .clean_session = (flags & clean_flag) != 0,
                  .keep_alive_s = read_u16(body, 2)};
    body.remove_prefix(4);
    const bool will = flags & will_flag;
    const auto will_qos = static_cast<std::uint8_t>(flags >> will_qos_shift & 3);
    if ((flags & 1) != 0 || will_qos == 3 || (!will && (will_qos != 0 || (flags & will_retain_flag) != 0)) ||
        ((flags & password_flag) != 0 && (flags & user_flag) == 0))
        return ConnectForm::malformed;
    const auto take = [&](bool there, std::optional<std::string_view> (&read)(std::string_view&),
                          std::string_view& into) {
        if (!there) return true;
        const auto found = read(body);
        into = found.value_or(std::string_view());
        return found.has_value();
    };
    if (will) out.will = Will{{}, {}, will_qos, (flags & will_retain_flag) != 0};
    Will none, &last = out.will ? *out.will : none;
    const bool whole = take(true, take_text, out.client_id) && take(will, take_text, last.topic) &&
                       take(will, take_bytes, last.payload) && take(flags & user_flag, take_text, out.user) &&
                       take(flags & password_flag, take_bytes, out.password);
    if (!whole || !body.empty() || (will && !is_topic(last.topic))) return ConnectForm::malformed;
    return ConnectForm::good;
}

std::optional<Filters> read_subscribe(std::string_view body) { return read_filters(body, true); }
std::optional<Filters> read_unsubscribe(std::string_view body) { return read_filters(body, false); }

void append_connect(std::string& out, const Connect& c) {
    std::string body;
    append_text(body, "MQTT");
    body += level_3_1_1;
    unsigned flags = c.clean_session ? clean_flag : 0;
    if (!c.user.empty()) flags |= user_flag;
    if (!c.user.empty() && !c.password.empty()) flags |= password_flag;
    if (c.will)
        flags |= will_flag | static_cast<unsigned>(c.will->qos) << will_qos_shift |
                 (c.will->retain ? will_retain_flag : 0);
    body += static_cast<char>(flags);
    append_u16(body, c.keep_alive_s);
    append_text(body, c.client_id);
    if (c.will) append_text(body, c.will->topic);
    if (c.will) append_text(body, c.will->payload);
    if (flags & user_flag) append_text(body, c.user);
    if (flags & password_flag) append_text(body, c.password);
    append_header(out, PacketType::connect, 0, body.size());
    out.append(body);
}

void append_publish(std::string& out, const Publish& p) {
    const auto flags =
        static_cast<std::uint8_t>((p.duplicate ? duplicate_flag : 0) | p.qos << 1 | (p.retain ? 1 : 0));
    append_header(out, PacketType::publish, flags,
                  2 + p.topic.size() + (p.qos > 0 ? 2 : 0) + p.payload.size());
    append_text(out, p.topic);
    if (p.qos > 0) append_u16(out, p.packet_id);
    out.append(p.payload);
}

void append_connack(std::string& out, std::uint8_t code) {
    append_header(out, PacketType::connack, 0, 2);
    out += '\0';
    out += static_cast<char>(code);
}

void append_ack(std::string& out, PacketType type, std::uint16_t packet_id) {
    append_header(out, type, type == PacketType::pubrel ? 2 : 0, 2);
    append_u16(out, packet_id);
}

void append_suback_refused(std::string& out, const Filters& filters) {
    append_header(out, PacketType::suback, 0, 2 + filters.count);
    append_u16(out, filters.packet_id);
    out.append(filters.count, static_cast<char>(filter_refused));
}

void append_subscribe(std::string& out, std::uint16_t packet_id, std::string_view filter, std::uint8_t qos) {
    append_header(out, PacketType::subscribe, 2, 2 + 2 + filter.size() + 1);  // flags 0010: section 3.8.1
    append_u16(out, packet_id);
    append_text(out, filter);
    out += static_cast<char>(qos);
}

void append_pingreq(std::string& out) { append_header(out, PacketType::pingreq, 0, 0); }
void append_pingresp(std::string& out) { append_header(out, PacketType::pingresp, 0, 0); }
void append_disconnect(std::string& out) { append_header(out, PacketType::disconnect, 0, 0); }

bool topic_matches(std::string_view filter, std::string_view topic) {
    constexpr std::string_view share = "$share/";
    if (filter.starts_with(share)) {
        const auto slash = filter.find('/', share.size());
        if (slash == std::string_view::npos) return false;
        filter = filter.substr(slash + 1);
    }
    // Section 4.7.2: a wildcard in front does not match topics of the server itself.
    if (topic.starts_with('$') && !filter.starts_with('$')) return false;
    for (;;) {
        if (filter == "#") return true;
        const auto filter_end = filter.find('/'), topic_end = topic.find('/');
        const std::string_view level = filter.substr(0, filter_end);
        if (level != "+" && level != topic.substr(0, topic_end)) return false;
        const bool filter_ends = filter_end == std::string_view::npos,
                   topic_ends = topic_end == std::string_view::npos;
        if (filter_ends) return topic_ends;
        filter.remove_prefix(filter_end + 1);
        if (topic_ends) return filter == "#";  // "a/#" matches "a"
        topic.remove_prefix(topic_end + 1);
    }
}

// Asked for with each message: one look at each byte of those that are ASCII.
bool is_topic(std::string_view topic) {
    bool ascii = true;
    for (const char c : topic) {
        if (c == '+' || c == '#' || c == '\0') return false;
        ascii = ascii && static_cast<signed char>(c) >= 0;
    }
    return !topic.empty() && topic.size() <= text_bytes_max && (ascii || is_utf8(topic));
}

}  // namespace hatang::mqtt
