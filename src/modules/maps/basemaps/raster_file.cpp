#include "maps/basemaps/raster_file.hpp"

#include <fcntl.h>
#include <sqlite3.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "base/error.hpp"
#include "maps/basemaps/cog.hpp"
#include "maps/basemaps/pmtiles.hpp"
#include "maps/limits.hpp"

namespace hatang::maps {
namespace {

Error refused_file(const std::string& why) { return Error(Code::file_refused, {}, {why}); }

class Mbtiles final : public RasterFile {
  public:
    explicit Mbtiles(const std::string& path) {
        const int opened =
            sqlite3_open_v2(path.c_str(), &db_, SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX, nullptr);
        if (opened != SQLITE_OK) fail();
        // A file that was made to be slow or large is given up, and nothing in it is run as a program.
        sqlite3_limit(db_, SQLITE_LIMIT_LENGTH, static_cast<int>(limits::basemap_tile_bytes_max));
        sqlite3_db_config(db_, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
        sqlite3_db_config(db_, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
        if (sqlite3_prepare_v2(db_,
                               "select tile_data from tiles where zoom_level = ?1 and tile_column = ?2 and "
                               "tile_row = ?3",
                               -1, &read_, nullptr) != SQLITE_OK)
            fail();
    }
    ~Mbtiles() override { close(); }

    std::optional<std::string> tile(std::int64_t z, std::int64_t x, std::int64_t y) override {
        sqlite3_reset(read_);
        sqlite3_bind_int64(read_, 1, z);
        sqlite3_bind_int64(read_, 2, x);
        sqlite3_bind_int64(read_, 3, (std::int64_t{1} << z) - 1 - y);  // rows are counted from the south
        const int step = sqlite3_step(read_);
        if (step == SQLITE_DONE) return {};
        if (step != SQLITE_ROW) throw refused_file(sqlite3_errmsg(db_));
        const auto* bytes = static_cast<const char*>(sqlite3_column_blob(read_, 0));
        std::string out(bytes ? bytes : "", static_cast<std::size_t>(sqlite3_column_bytes(read_, 0)));
        sqlite3_reset(read_);
        return out;
    }

  private:
    [[noreturn]] void fail() {
        const std::string why = sqlite3_errmsg(db_);
        close();
        throw refused_file("MBTiles: " + why);
    }
    void close() {
        sqlite3_finalize(read_);
        sqlite3_close(db_);
    }
    sqlite3* db_ = nullptr;
    sqlite3_stmt* read_ = nullptr;
};

// The bytes of a file, at any place.
class Bytes {
  public:
    explicit Bytes(const std::string& path) : fd_(::open(path.c_str(), O_RDONLY | O_CLOEXEC)) {
        if (fd_ < 0) throw refused_file(std::strerror(errno));
    }
    ~Bytes() { ::close(fd_); }
    Bytes(const Bytes&) = delete;
    Bytes& operator=(const Bytes&) = delete;

    ReadAt reader() const {
        return [this](std::uint64_t offset, std::uint64_t bytes) -> std::optional<std::string> {
            // A length that a damaged directory names is not allocated before the file is known to have it.
            const off_t end = ::lseek(fd_, 0, SEEK_END);
            if (end < 0 || offset > static_cast<std::uint64_t>(end) ||
                bytes > static_cast<std::uint64_t>(end) - offset)
                return {};
            std::string out(bytes, '\0');
            for (std::size_t done = 0; done < bytes;) {
                const ssize_t n =
                    ::pread(fd_, out.data() + done, bytes - done, static_cast<off_t>(offset + done));
                if (n <= 0) return {};
                done += static_cast<std::size_t>(n);
            }
            return out;
        };
    }

  private:
    int fd_;
};

class Pmtiles final : public RasterFile {
  public:
    explicit Pmtiles(const std::string& path) : bytes_(path), read_(bytes_.reader()) {
        const auto head = read_(0, pmtiles_header_bytes);
        const auto header = head ? read_pmtiles_header(*head) : std::nullopt;
        if (!header) throw refused_file("PMTiles 3 (PNG, JPEG, WebP; gzip)");
        header_ = *header;
    }
    std::optional<std::string> tile(std::int64_t z, std::int64_t x, std::int64_t y) override {
        return pmtiles_tile(header_, read_, static_cast<std::uint32_t>(z), static_cast<std::uint32_t>(x),
                            static_cast<std::uint32_t>(y));
    }

  private:
    Bytes bytes_;
    ReadAt read_;
    PmtilesHeader header_{};
};

class Cog final : public RasterFile {
  public:
    explicit Cog(const std::string& path) : bytes_(path), read_(bytes_.reader()), levels_(read_cog(read_)) {}
    std::optional<std::string> tile(std::int64_t z, std::int64_t x, std::int64_t y) override {
        return cog_tile(levels_, read_, z, x, y);
    }

  private:
    Bytes bytes_;
    ReadAt read_;
    std::vector<CogLevel> levels_;
};

}  // namespace

std::unique_ptr<RasterFile> open_raster_file(const Basemap& map) {
    if (map.kind == BasemapKind::mbtiles) return std::make_unique<Mbtiles>(*map.file);
    if (map.kind == BasemapKind::cog) return std::make_unique<Cog>(*map.file);
    return std::make_unique<Pmtiles>(*map.file);
}

}  // namespace hatang::maps
