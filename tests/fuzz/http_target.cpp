// Any bytes may stand in a request line and its headers. What is taken is UTF-8 without NUL, and a path is a
// path.
#include <cstdlib>

#include "base/text.hpp"
#include "http/header.hpp"
#include "http/target.hpp"

using namespace hatang::http;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    if (const auto target = parse_target(bytes)) {
        const auto sound = [](const std::string& s) { return hatang::is_utf8(s) && s.find('\0') == s.npos; };
        if (!target->path.starts_with('/') || !sound(target->path)) std::abort();
        for (const auto& [name, value] : target->query)
            if (!sound(name) || !sound(value)) std::abort();
        if (path_segments(target->path).empty()) std::abort();
    }
    accepts_coding(bytes, "gzip");
    media_parameter(bytes, "charset");
    authority_of_url(bytes);
    none_match_names(bytes, "\"1\"");
    if (const auto version = version_of_etag(bytes))
        if (version_of_etag(etag_of_version(*version)) != version) std::abort();
    return 0;
}
