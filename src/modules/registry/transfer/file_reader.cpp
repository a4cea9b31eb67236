#include "registry/transfer/file_reader.hpp"

#include <zlib.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>

#include "base/error.hpp"
#include "registry/limits.hpp"

namespace hatang::registry {
namespace {

constexpr std::size_t piece_bytes = 256 * 1024;
// Below this a large ratio is harmless: a file of blanks.
constexpr std::uint64_t ratio_free_bytes = 16 << 20;
constexpr int gzip_window = 15 + 16;  // zlib: largest window, gzip wrapper

}  // namespace

struct FileReader::State {
    std::string path;
    std::ifstream file;
    std::string piece, compressed;
    std::uint64_t bytes_in = 0, bytes_out = 0;
    bool gzip = false, member_open = false;
    z_stream stream{};

    [[noreturn]] void fail(const std::string& reason) const {
        throw Error(Code::unreadable_file, {}, {path, reason});
    }

    void read_into(std::string& buffer) {
        buffer.resize(piece_bytes);
        file.read(buffer.data(), static_cast<std::streamsize>(buffer.size()));
        if (file.bad()) fail(std::strerror(errno));
        buffer.resize(static_cast<std::size_t>(file.gcount()));
        bytes_in += buffer.size();
    }

    void refill() {
        if (stream.avail_in != 0) return;
        read_into(compressed);
        stream.next_in = reinterpret_cast<Bytef*>(compressed.data());
        stream.avail_in = static_cast<uInt>(compressed.size());
    }

    // A gzip file is one or more members, one after the other.
    void inflate_piece() {
        piece.resize(piece_bytes);
        stream.next_out = reinterpret_cast<Bytef*>(piece.data());
        stream.avail_out = static_cast<uInt>(piece.size());
        while (stream.avail_out != 0) {
            refill();
            if (stream.avail_in == 0) {
                if (member_open) fail("gzip: cut off");
                break;
            }
            member_open = true;
            const int result = ::inflate(&stream, Z_NO_FLUSH);
            if (result == Z_STREAM_END) {
                member_open = false;
                if (::inflateReset(&stream) != Z_OK) fail("gzip");
            } else if (result != Z_OK) {
                fail(std::string("gzip: ") + (stream.msg ? stream.msg : "damaged"));
            }
        }
        piece.resize(piece.size() - stream.avail_out);
    }
};

FileReader::FileReader(std::string path) : state_(std::make_unique<State>()) {
    State& s = *state_;
    s.path = std::move(path);
    s.file.open(s.path, std::ios::binary);
    if (!s.file) s.fail(std::strerror(errno));
    char magic[2] = {};
    s.file.read(magic, 2);
    s.gzip = s.file.gcount() == 2 && magic[0] == '\x1f' && magic[1] == '\x8b';
    s.file.clear();
    s.file.seekg(0);
    if (!s.file) s.fail("not a regular file");
    if (s.gzip && ::inflateInit2(&s.stream, gzip_window) != Z_OK) s.fail("gzip");
}

FileReader::~FileReader() {
    if (state_->gzip) ::inflateEnd(&state_->stream);
}

const std::string& FileReader::next() {
    State& s = *state_;
    if (s.gzip)
        s.inflate_piece();
    else
        s.read_into(s.piece);
    s.bytes_out += s.piece.size();
    if (s.bytes_out > limits::import_file_bytes_max)
        s.fail("> " + std::to_string(limits::import_file_bytes_max) + " byte");
    if (s.gzip && s.bytes_out > ratio_free_bytes && s.bytes_out > s.bytes_in * limits::gzip_ratio_max)
        s.fail("gzip: " + std::to_string(s.bytes_out / std::max<std::uint64_t>(s.bytes_in, 1)) + " : 1");
    return s.piece;
}

}  // namespace hatang::registry
