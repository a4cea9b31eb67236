// Any bytes may come as line protocol. Every byte belongs to a line; a name that is taken is its own name.
#include <cmath>
#include <cstdlib>

#include "http/compress.hpp"
#include "telemetry/line_protocol/lines.hpp"

using namespace hatang;
using namespace hatang::telemetry;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    LineReader reader(text);
    Line line;
    std::size_t last = 0;
    for (LineReader::Got got; (got = reader.next(line)) != LineReader::Got::end;) {
        const std::size_t number = got == LineReader::Got::line ? line.number : reader.refused_line();
        if (number <= last) std::abort();
        last = number;
        if (got == LineReader::Got::refused) {
            (void)reader.refusal();
            continue;
        }
        for (const LineField& field : line.fields) {
            if (field.kind != FieldKind::text && !std::isfinite(field.value)) std::abort();
            const Result<std::string> name = series_name(line.series, field.key);
            if (!name) continue;
            const Result<std::string> again = series_name(*name);
            if (!again || *again != *name) std::abort();
        }
    }
    (void)series_name(text);
    (void)http::gunzip(text, 1 << 16);
    return 0;
}
