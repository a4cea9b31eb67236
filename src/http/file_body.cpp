#include "http/file_body.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstring>

#include "base/loop.hpp"
#include "http/target.hpp"

namespace hatang::http {
namespace {

// Large enough that the way to the pool and back costs little, small enough for a hundred downloads at once.
constexpr std::size_t piece_bytes = 256 * 1024;

struct OpenFile {
    int fd;
    ~OpenFile() { ::close(fd); }
};

std::string read_piece(const OpenFile& file) {
    std::string out(piece_bytes, '\0');
    const ssize_t n = ::read(file.fd, out.data(), out.size());
    if (n < 0) throw Error(Code::internal, {}, {std::strerror(errno)});
    out.resize(static_cast<std::size_t>(n));
    return out;
}

}  // namespace

Response file_response(Loop& loop, std::string content_type, const std::string& path) {
    const int fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    if (fd < 0) throw Error(Code::not_found, {}, {"file"});
    const auto file = std::make_shared<const OpenFile>(fd);
    struct stat info {};
    if (::fstat(fd, &info) != 0 || !S_ISREG(info.st_mode)) throw Error(Code::not_found, {}, {"file"});
    Response out = Response::pieces(std::move(content_type), [&loop, file]() -> task<std::string> {
        return loop.blocking([file] { return read_piece(*file); });
    });
    out.length = static_cast<std::uint64_t>(info.st_size);
    return out;
}

std::string attachment(std::string_view file_name) {
    std::string plain;
    for (const char c : file_name) {
        const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                            c == '.' || c == '-' || c == '_';
        plain += letter ? c : '_';
    }
    return "attachment; filename=\"" + plain + "\"; filename*=UTF-8''" + percent_encode(file_name);
}

}  // namespace hatang::http
