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

bool shrinks(std::string_view content_type) {
    const std::string_view type = media_type(content_type);
    return type.starts_with("text/") || type.ends_with("json") || type == "application/javascript" ||
           type == "application/vnd.mapbox-vector-tile" || type == "image/svg+xml" || type.ends_with("xml");
}

}  // namespace hatang::http
