// Any bytes may come from a broker or from a device. A PUBLISH and a CONNECT that are taken must survive
// another round.
#include <cstdlib>

#include "mqtt/codec.hpp"
#include "mqtt/url.hpp"

using namespace hatang::mqtt;

namespace {

void check_publish(std::uint8_t flags, std::string_view body, From from) {
    const auto message = read_publish(flags, body);
    if (!message) return;
    std::string again;
    append_publish(again, *message);
    FixedHeader second;
    if (read_fixed_header(again, second, from) != Progress::complete) std::abort();
    const auto copy = read_publish(second.flags, std::string_view(again).substr(second.header_bytes));
    if (!copy || copy->topic != message->topic || copy->payload != message->payload ||
        copy->qos != message->qos)
        std::abort();
}

void check_connect(std::string_view body) {
    Connect hello, copy;
    if (read_connect(body, hello) != ConnectForm::good) return;
    std::string again;
    append_connect(again, hello);
    FixedHeader header;
    if (read_fixed_header(again, header, From::client) != Progress::complete ||
        read_connect(std::string_view(again).substr(header.header_bytes), copy) != ConnectForm::good ||
        copy.client_id != hello.client_id || copy.user != hello.user ||
        copy.will.has_value() != hello.will.has_value())
        std::abort();
}

// Packet by packet, as the one side or the other reads them.
void read_all(std::string_view rest, From from) {
    FixedHeader header;
    while (read_fixed_header(rest, header, from) == Progress::complete &&
           header.packet_bytes() <= rest.size()) {
        const std::string_view body = rest.substr(header.header_bytes, header.body_bytes);
        rest.remove_prefix(header.packet_bytes());
        read_connack(body);
        read_packet_id(body);
        read_suback(body);
        if (const auto filters = read_subscribe(body); filters && filters->count > body.size()) std::abort();
        read_unsubscribe(body);
        check_connect(body);
        if (header.type == PacketType::publish) check_publish(header.flags, body, from);
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    std::string_view rest(reinterpret_cast<const char*>(data), size);
    (void)parse_broker_url(rest);
    (void)topic_matches(rest.substr(0, size / 2), rest.substr(size / 2));
    read_all(rest, From::broker);
    read_all(rest, From::client);
    return 0;
}
