// Any bytes may be a table: rows come out the same however the bytes arrive.
#include <cstdlib>
#include <string_view>

#include "base/error.hpp"
#include "registry/transfer/csv.hpp"

namespace {

std::string rows_of(std::string_view bytes, std::size_t piece) {
    std::string all;
    try {
        hatang::registry::CsvReader reader([&](std::vector<std::string>& row) {
            for (const std::string& cell : row) all.append(cell).push_back('\x1F');
            all.push_back('\x1E');
        });
        for (std::size_t at = 0; at < bytes.size(); at += piece) reader.feed(bytes.substr(at, piece));
        reader.finish();
    } catch (const hatang::Error&) {
        return "refused";
    }
    return all;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    if (rows_of(bytes, bytes.size() + 1) != rows_of(bytes, 1)) std::abort();
    return 0;
}
