#include "http/compress.hpp"

#include <zlib.h>

#include "base/error.hpp"
#include "http/header.hpp"

namespace hatang::http {

std::string gzip(std::string_view bytes) {
    z_stream z{};
    constexpr int gzip_format = 15 + 16;  // window of 32 KiB, with the gzip header
    if (deflateInit2(&z, Z_BEST_SPEED, Z_DEFLATED, gzip_format, 8, Z_DEFAULT_STRATEGY) != Z_OK)
        throw Error(Code::unavailable, {}, {"zlib"});
    std::string out(deflateBound(&z, bytes.size()), '\0');
    z.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
    z.avail_in = static_cast<uInt>(bytes.size());
    z.next_out = reinterpret_cast<Bytef*>(out.data());
    z.avail_out = static_cast<uInt>(out.size());
    const int result = deflate(&z, Z_FINISH);
    out.resize(z.total_out);
    deflateEnd(&z);
    if (result != Z_STREAM_END) throw Error(Code::internal, "gzip");
    return out;
}

Result<std::string> gunzip(std::string_view packed, std::size_t bytes_max) {
    struct Stream : z_stream {
        Stream() : z_stream{} {}
        ~Stream() { inflateEnd(this); }
    } z;
    constexpr int gzip_only = 15 + 16;
    if (inflateInit2(&z, gzip_only) != Z_OK) throw Error(Code::unavailable, {}, {"zlib"});
    z.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(packed.data()));
    z.avail_in = static_cast<uInt>(packed.size());
    std::string out;
    constexpr std::size_t step = 64 << 10;
    while (true) {
        const std::size_t before = out.size();
        out.resize(before + step);
        z.next_out = reinterpret_cast<Bytef*>(out.data() + before);
        z.avail_out = static_cast<uInt>(step);
        const int result = inflate(&z, Z_NO_FLUSH);
        out.resize(out.size() - z.avail_out);
        if (out.size() > bytes_max)
            return Error(Code::body_too_large, "Content-Encoding", {std::to_string(bytes_max)});
        if (result == Z_STREAM_END) {
            if (z.avail_in == 0) return out;
            if (inflateReset(&z) == Z_OK) continue;
        }
        // Nothing moved, or there is nothing left to read: the end is missing.
        const bool goes_on = result == Z_OK && (z.avail_in > 0 || z.avail_out == 0);
        if (!goes_on) return Error(Code::malformed_request, "Content-Encoding", {"gzip"});
    }
}

bool shrinks(std::string_view content_type) {
    const std::string_view type = media_type(content_type);
    return type.starts_with("text/") || type.ends_with("json") || type == "application/javascript" ||
           type == "application/vnd.mapbox-vector-tile" || type == "image/svg+xml" || type.ends_with("xml");
}

}  // namespace hatang::http
