// Any bytes may come from a device, any JSON from a network server. Every decoder stays inside of its
// message.
#include <cmath>
#include <cstdlib>

#include "telemetry/chirpstack/uplink.hpp"
#include "telemetry/csv/rows.hpp"
#include "telemetry/decoders/decoder.hpp"
#include "telemetry/plain_json/topics.hpp"

namespace hatang {
std::span<const EmbeddedFile> embedded_telemetry();
}

using namespace hatang;
using namespace hatang::telemetry;

namespace {

void ignore_refusals(auto body) {
    try {
        body();
    } catch (const Error&) {
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const DecoderBook book(embedded_telemetry());
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    for (const auto& [key, decoder] : book.all()) {
        const Result<Decoded> decoded = decode(decoder, decoder.ports ? decoder.ports->front() : 1, bytes);
        if (!decoded) continue;
        for (const DecodedValue& v : decoded->values)
            if (!std::isfinite(v.value)) std::abort();
    }
    (void)bytes_of_hex(bytes);
    (void)bytes_of_base64(bytes);
    (void)uplink_topic(bytes);
    ignore_refusals([&] { (void)parse_uplink(bytes); });
    ignore_refusals([&] { (void)parse_status(bytes); });
    const JsonTopic arrival{1, "a/+", {}, TimeForm::arrival}, timed{2, "b/#", "/t", TimeForm::unix_ms};
    ignore_refusals([&] { (void)read_json_records(bytes, arrival); });
    ignore_refusals([&] { (void)read_json_records(bytes, timed); });
    ignore_refusals([&] {
        CsvRows rows(bytes);
        while (rows.next()) {
        }
    });
    ignore_refusals([&] { check_topic_filter(bytes, {}); });
    ignore_refusals([&] { check_pointer(bytes, {}); });
    return 0;
}
