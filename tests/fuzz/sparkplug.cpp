// Any bytes may come as a Sparkplug payload, in any order of messages.
#include <cstdlib>

#include "telemetry/sparkplug/limits.hpp"
#include "telemetry/sparkplug/nodes.hpp"

using namespace hatang;
using namespace hatang::telemetry;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    std::string_view rest(reinterpret_cast<const char*>(data), size);
    (void)sparkplug_topic(rest.substr(0, 60));
    SparkplugNodes nodes;
    constexpr std::string_view topics[] = {"spBv1.0/g/NBIRTH/n",   "spBv1.0/g/NDATA/n",
                                           "spBv1.0/g/DBIRTH/n/d", "spBv1.0/g/DDATA/n/d",
                                           "spBv1.0/g/DDEATH/n/d", "spBv1.0/g/NDEATH/n"};
    // The first byte of each part says of which topic it is, the second how long it is.
    for (std::int64_t second = 0; rest.size() >= 2; ++second) {
        const auto kind = static_cast<unsigned char>(rest[0]) % std::size(topics);
        const std::size_t length =
            std::min<std::size_t>(static_cast<unsigned char>(rest[1]), rest.size() - 2);
        const Result<SparkplugOutcome> out =
            nodes.take(*sparkplug_topic(topics[kind]), rest.substr(2, length), Instant{second * kSecond});
        if (out && out->values.size() > limits::sparkplug_metrics_max) std::abort();
        if (out && (out->lost < 0 || out->lost > 255)) std::abort();
        rest.remove_prefix(2 + length);
    }
    return 0;
}
