// Any bytes may come from a broker. A PUBLISH that is taken must survive another round.
#include <cstdlib>

#include "mqtt/codec.hpp"
#include "mqtt/url.hpp"

using namespace hatang::mqtt;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    std::string_view rest(reinterpret_cast<const char*>(data), size);
    (void)parse_broker_url(rest);
    (void)topic_matches(rest.substr(0, size / 2), rest.substr(size / 2));
    FixedHeader header;
    while (read_fixed_header(rest, header) == Progress::complete && header.packet_bytes() <= rest.size()) {
        const std::string_view body = rest.substr(header.header_bytes, header.body_bytes);
        rest.remove_prefix(header.packet_bytes());
        read_connack(body);
        read_puback(body);
        read_suback(body);
        const auto message = read_publish(header.flags, body);
        if (header.type != PacketType::publish || !message) continue;
        std::string again;
        append_publish(again, *message);
        FixedHeader second;
        if (read_fixed_header(again, second) != Progress::complete) std::abort();
        const auto copy = read_publish(second.flags, std::string_view(again).substr(second.header_bytes));
        if (!copy || copy->topic != message->topic || copy->payload != message->payload ||
            copy->qos != message->qos)
            std::abort();
    }
    return 0;
}
