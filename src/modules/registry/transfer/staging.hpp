// Where the files of an import stand between its upload and its end: <data>/imports/<id>/.
//   upload         what was sent
//   layers/N.jsonl one GeoJSON feature a line, coordinates as in the file, texts of byte formats as
//   characters
//                  U+0000…U+00FF (text_encoding.hpp)
//   work/          the sandbox; only while the file is inspected
#pragma once

#include <cstdint>
#include <fstream>
#include <optional>
#include <string>
#include <string_view>

namespace hatang::registry {

class Staging {
  public:
    Staging(const std::string& data_folder, std::int64_t import_id);
    std::string upload() const { return folder_ + "/upload"; }
    std::string layers() const { return folder_ + "/layers"; }
    std::string layer(std::size_t index) const { return layers() + "/" + std::to_string(index) + ".jsonl"; }
    std::string work() const { return folder_ + "/sandbox"; }
    const std::string& folder() const { return folder_; }

    // All block. write_part: durable when it returns; throws unavailable when the disk does not take it.
    void write_part(std::int64_t offset, std::string_view bytes) const;
    void remove_all() const;
    void remove_work() const;

  private:
    std::string folder_;
};

// Takes a file that the sandbox wrote: a regular file with one name, or it is refused.
void take_from_sandbox(const std::string& from, const std::string& to);

// The lines of a text file, one after the other. Throws file_refused for a line beyond
// converted_line_bytes_max. Follows no symbolic link.
class LineReader {
  public:
    explicit LineReader(const std::string& path);
    ~LineReader();
    LineReader(const LineReader&) = delete;
    std::optional<std::string_view> next();         // good until the next call
    std::uint64_t bytes() const { return bytes_; }  // read so far

  private:
    int fd_;
    std::string buffer_;
    std::size_t begin_ = 0;
    std::uint64_t bytes_ = 0;
    bool ended_ = false;
};

enum class SourceKind { geojson, table, tool };
struct SourceFormat {
    std::string_view label;   // as GDAL and its users call it
    std::string_view driver;  // of GDAL; empty for what we read ourselves
    std::string_view extension;
    SourceKind kind = SourceKind::tool;
    bool byte_texts = false;  // texts are bytes in an encoding that the file may not tell
};
// By the first bytes and the contents of archives; the name decides only between texts. Throws unknown_format
// and archive_refused.
SourceFormat detect_format(std::string_view file_name, const std::string& path);

}  // namespace hatang::registry
