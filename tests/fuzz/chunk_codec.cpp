// Any bytes may be given to the decoders of chunks and batches; what they accept must survive another round.
#include <cstdlib>

#include "telemetry/storage/batch_codec.hpp"
#include "telemetry/storage/bytes.hpp"
#include "telemetry/storage/codec.hpp"

using namespace hatang::telemetry;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    // With a right checksum, so that the fuzzer reaches the formats behind it.
    ByteWriter w;
    w.append(bytes);
    const std::string payload = w.take_with_checksum();
    std::vector<Point> points;
    if (decode_chunk(payload, points)) {
        std::vector<Point> again;
        if (!decode_chunk(encode_chunk(points), again) || again.size() != points.size()) std::abort();
    }
    if (auto readings = decode_batch(payload))
        if (encode_batch(*readings).empty()) std::abort();
    std::vector<Point> none;
    if (decode_chunk(bytes, none) && none.empty()) std::abort();
    return 0;
}
