#include "registry/transfer/staging.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>

#include "base/error.hpp"
#include "registry/limits.hpp"
#include "registry/transfer/archive.hpp"

namespace hatang::registry {
namespace {

constexpr std::size_t piece_bytes = 1 << 20;

constexpr SourceFormat geojson{"GeoJSON", "", "geojson", SourceKind::geojson};
constexpr SourceFormat csv{"CSV", "", "csv", SourceKind::table, true};
constexpr SourceFormat geopackage{"GeoPackage", "GPKG", "gpkg"};
constexpr SourceFormat flatgeobuf{"FlatGeobuf", "FlatGeobuf", "fgb"};
constexpr SourceFormat shapefile{"ESRI Shapefile", "ESRI Shapefile", "zip", SourceKind::tool, true};
constexpr SourceFormat xlsx{"XLSX", "XLSX", "xlsx"};
constexpr SourceFormat kml{"KML", "LIBKML", "kml"};
constexpr SourceFormat kmz{"KMZ", "LIBKML", "kmz"};
constexpr SourceFormat dxf{"DXF", "DXF", "dxf", SourceKind::tool, true};
constexpr SourceFormat osm_pbf{"OSM PBF", "OSM", "pbf"};

std::string first_bytes(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    std::string out(512, '\0');
    file.read(out.data(), static_cast<std::streamsize>(out.size()));
    out.resize(static_cast<std::size_t>(file.gcount()));
    return out;
}

std::optional<SourceFormat> format_of_archive(const std::string& path) {
    const std::vector<ArchiveEntry> entries = list_archive(path);
    const auto holds = [&](auto fits) { return std::ranges::any_of(entries, fits); };
    if (holds([](const ArchiveEntry& e) { return e.name == "xl/workbook.xml"; })) return xlsx;
    if (holds([](const ArchiveEntry& e) { return extension_of(e.name) == "shp"; })) return shapefile;
    if (holds([](const ArchiveEntry& e) { return extension_of(e.name) == "kml"; })) return kmz;
    for (const ArchiveEntry& e : entries)
        for (const char* nested : {"zip", "gz", "7z", "rar", "kmz", "tar", "bz2", "xz"})
            if (extension_of(e.name) == nested)
                throw Error(Code::archive_refused, {},
                            {"an archive inside of an archive: " + e.name.substr(0, 80)});
    return {};
}

}  // namespace

Staging::Staging(const std::string& data_folder, std::int64_t import_id)
    : folder_(data_folder + "/imports/" + std::to_string(import_id)) {}

void Staging::write_part(std::int64_t offset, std::string_view bytes) const {
    std::filesystem::create_directories(folder_);
    const int fd = ::open(upload().c_str(), O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0644);
    const auto fail = [&] {
        const std::string reason = std::strerror(errno);
        if (fd >= 0) ::close(fd);
        throw Error(Code::unavailable, {}, {reason});
    };
    if (fd < 0) fail();
    while (!bytes.empty()) {
        const ssize_t written = ::pwrite(fd, bytes.data(), bytes.size(), offset);
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) fail();
        bytes.remove_prefix(static_cast<std::size_t>(written));
        offset += written;
    }
    if (::fsync(fd) != 0) fail();
    ::close(fd);
}

void Staging::remove_all() const {
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
}
void Staging::remove_work() const {
    std::error_code ignored;
    std::filesystem::remove_all(work(), ignored);
}

void take_from_sandbox(const std::string& from, const std::string& to) {
    struct stat about {};
    if (::lstat(from.c_str(), &about) != 0)
        throw Error(Code::file_refused, {}, {"the converter wrote no file"});
    if (!S_ISREG(about.st_mode) || about.st_nlink != 1)
        throw Error(Code::file_refused, {}, {"the converter wrote no regular file"});
    std::filesystem::rename(from, to);
}

LineReader::LineReader(const std::string& path)
    : fd_(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW)) {
    if (fd_ < 0)
        throw Error(Code::unreadable_file, {}, {path.substr(path.rfind('/') + 1), std::strerror(errno)});
}
LineReader::~LineReader() { ::close(fd_); }

std::optional<std::string_view> LineReader::next() {
    std::size_t searched = begin_;
    while (true) {
        const std::size_t end = buffer_.find('\n', searched);
        if (end != std::string::npos) {
            const std::string_view line = std::string_view(buffer_).substr(begin_, end - begin_);
            begin_ = end + 1;
            return line;
        }
        if (ended_) {
            if (begin_ >= buffer_.size()) return {};
            const std::string_view line = std::string_view(buffer_).substr(begin_);
            begin_ = buffer_.size();
            return line;
        }
        buffer_.erase(0, begin_);
        begin_ = 0;
        searched = buffer_.size();
        if (searched > limits::converted_line_bytes_max)
            throw Error(
                Code::file_refused, {},
                {"a feature of more than " + std::to_string(limits::converted_line_bytes_max) + " bytes"});
        buffer_.resize(searched + piece_bytes);
        const ssize_t got = ::read(fd_, buffer_.data() + searched, piece_bytes);
        buffer_.resize(searched + static_cast<std::size_t>(std::max<ssize_t>(got, 0)));
        bytes_ += static_cast<std::uint64_t>(std::max<ssize_t>(got, 0));
        ended_ = got <= 0;
    }
}

SourceFormat detect_format(std::string_view file_name, const std::string& path) {
    const std::string head = first_bytes(path), extension = extension_of(file_name);
    const std::size_t text = std::min(head.find_first_not_of("\xEF\xBB\xBF \t\r\n"), head.size());
    if (head.starts_with("PK\x03\x04") || head.starts_with("PK\x05\x06")) {
        if (const auto found = format_of_archive(path)) return *found;
    } else if (head.starts_with("SQLite format 3")) {
        return geopackage;
    } else if (head.starts_with("fgb\x03")) {
        return flatgeobuf;
    } else if (head.starts_with("\x1F\x8B")) {
        return file_name.find(".csv") != std::string_view::npos ? csv : geojson;
    } else if (head.size() > 16 && head[0] == 0 &&
               head.substr(4, 40).find("OSMHeader") != std::string::npos) {
        return osm_pbf;
    } else if (text < head.size() && head[text] == '{') {
        return geojson;
    } else if (extension == "kml" && text < head.size() && head[text] == '<') {
        return kml;
    } else if (extension == "dxf" && head.find("SECTION") != std::string::npos) {
        return dxf;
    } else if ((extension == "csv" || extension == "tsv" || extension == "txt") && !head.empty()) {
        return csv;
    }
    throw Error(Code::unknown_format, {}, {std::string(file_name.substr(0, 100))});
}

}  // namespace hatang::registry
