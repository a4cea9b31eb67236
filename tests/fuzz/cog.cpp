// Any bytes may be a file of pictures, or stand in place of some bytes of a good one: pictures within the
// file, or a refusal.
#include "maps/basemaps/cog.hpp"

#include <cstdlib>

#include "base/error.hpp"
#include "maps/basemaps/test_files.hpp"

using namespace hatang;
using namespace hatang::maps;

namespace {

void ask(const std::string& file) {
    try {
        const auto levels = read_cog(reader_of(file));
        for (const CogLevel& level : levels) {
            const auto tiles = static_cast<std::size_t>(level.columns * level.rows);
            if (level.offsets.size() != tiles || level.lengths.size() != tiles) std::abort();
            if (level.zoom < 0 || level.zoom > 24 || level.first_column < 0 || level.first_row < 0)
                std::abort();
            const auto first =
                cog_tile(levels, reader_of(file), level.zoom, level.first_column, level.first_row);
            const auto last =
                cog_tile(levels, reader_of(file), level.zoom, level.first_column + level.columns - 1,
                         level.first_row + level.rows - 1);
            for (const auto& tile : {first, last})
                if (tile && tile->size() > 2 * file.size()) std::abort();
        }
    } catch (const Error& e) {
        if (e.code != Code::file_refused) std::abort();
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string bytes(reinterpret_cast<const char*>(data), size);
    ask(bytes);
    ask(turned(small_cog(), bytes));
    return 0;
}
