#include "telemetry/storage/batch_codec.hpp"

#include "telemetry/storage/bytes.hpp"

namespace hatang::telemetry {
namespace {

constexpr std::uint8_t batch_version = 1;
// The shortest reading: one byte for the stream, one for the time, eight for the value.
constexpr std::size_t reading_bytes_least = 10;
constexpr std::size_t reading_bytes_usual = 14;

bool decode(std::string_view payload, std::vector<Reading>& out) {
    if (!strip_checksum(payload)) return false;
    ByteReader r(payload);
    if (r.byte() != batch_version) return false;
    const std::uint64_t count = r.varint();
    if (count > r.left() / reading_bytes_least) return false;
    out.resize(count);
    std::int64_t id = 0, t = 0;
    for (Reading& reading : out) {
        const std::uint64_t stream = r.varint();
        const auto quality = static_cast<std::uint8_t>(stream & 3);
        if (quality > static_cast<std::uint8_t>(Quality::bad)) return false;
        id = sum(id, unzigzag(stream >> 2));
        t = sum(t, r.signed_varint());
        reading = {id, {t}, std::bit_cast<double>(r.word()), static_cast<Quality>(quality)};
    }
    return !r.failed() && r.left() == 0;
}

}  // namespace

std::string encode_batch(std::span<const Reading> readings) {
    ByteWriter w;
    w.reserve(16 + reading_bytes_usual * readings.size());
    w.byte(batch_version);
    w.varint(readings.size());
    std::int64_t id = 0, t = 0;
    for (const Reading& reading : readings) {
        w.varint(zigzag(reading.datastream_id - id) << 2 | static_cast<std::uint8_t>(reading.quality));
        w.signed_varint(difference(reading.t.us, t));
        w.word(std::bit_cast<std::uint64_t>(reading.value));
        id = reading.datastream_id;
        t = reading.t.us;
    }
    return w.take_with_checksum();
}

Result<std::vector<Reading>> decode_batch(std::string_view payload) {
    std::vector<Reading> out;
    if (decode(payload, out)) return out;
    return Error(Code::damaged_data, {}, {"telemetry.batch"});
}

}  // namespace hatang::telemetry
