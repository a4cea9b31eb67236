// Any bytes may be a file of PMTiles or a directory of it, or stand in place of some bytes of a good one: a
// picture within the file, none, or a refusal.
#include <cstdlib>
#include <tuple>

#include "base/error.hpp"
#include "maps/basemaps/test_files.hpp"

using namespace hatang;
using namespace hatang::maps;

namespace {

void ask(const std::string& file) {
    const auto header = read_pmtiles_header(file);
    if (!header) return;
    for (const auto& [z, x, y] : {std::tuple{0u, 0u, 0u}, {1u, 0u, 1u}, {14u, 13'009u, 7'210u}}) {
        try {
            const auto tile = pmtiles_tile(*header, reader_of(file), z, x, y);
            if (tile && file.find(*tile) == std::string::npos) std::abort();
        } catch (const Error& e) {
            if (e.code != Code::file_refused) std::abort();
        }
    }
}

// What a directory has taken is found in it again.
void look(std::string_view bytes, std::uint8_t compression) {
    const auto entries = read_pmtiles_directory(bytes, compression);
    if (!entries) return;
    for (const PmtilesEntry& entry : *entries)
        if (find_entry(*entries, entry.tile_id) != &entry) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string bytes(reinterpret_cast<const char*>(data), size);
    ask(bytes);
    look(bytes, 1);
    look(bytes, 2);
    ask(turned(small_pmtiles(), bytes));
    return 0;
}
