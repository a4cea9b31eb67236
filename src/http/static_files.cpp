#include "http/static_files.hpp"

#include <sys/stat.h>

#include <algorithm>
#include <fstream>

#include "base/text.hpp"
#include "http/guard.hpp"
#include "http/header.hpp"
#include "http/limits.hpp"
#include "http/target.hpp"

namespace hatang::http {
namespace fs = std::filesystem;
namespace {

// The bytes of a regular file and its weak tag (time and size), or nothing.
struct Loaded {
    std::string bytes, etag;
};
std::optional<Loaded> load(const fs::path& file) {
    struct stat info {};
    if (::stat(file.c_str(), &info) != 0 || !S_ISREG(info.st_mode)) return {};
    const auto size = static_cast<std::size_t>(info.st_size);
    if (size > limits::static_file_bytes_max) return {};
    std::ifstream in(file, std::ios::binary);
    Loaded out{std::string(size, '\0'), {}};
    if (!in.read(out.bytes.data(), static_cast<std::streamsize>(size))) return {};
    out.etag = "W/\"" + std::to_string(info.st_mtim.tv_sec) + "-" + std::to_string(info.st_mtim.tv_nsec) +
               "-" + std::to_string(size) + "\"";
    return out;
}

std::optional<Response> answer(const fs::path& folder, std::string_view path,
                               std::string_view accept_encoding) {
    const auto file = resolve_static(folder, path);
    if (!file) return {};
    std::optional<Loaded> loaded;
    std::string_view coding;
    for (const auto& [name, ending] : {std::pair{"br", ".br"}, {"gzip", ".gz"}}) {
        if (loaded || !accepts_coding(accept_encoding, name)) continue;
        const auto packed = resolve_static(folder, std::string(path) + ending);
        if (packed && (loaded = load(*packed))) coding = name;
    }
    if (!loaded) loaded = load(*file);
    if (!loaded) return {};

    Response out = Response::bytes(std::string(content_type_of(path)), std::move(loaded->bytes));
    out.header("ETag", std::move(loaded->etag)).header("Vary", "Accept-Encoding");
    if (!coding.empty()) out.header("Content-Encoding", std::string(coding));
    out.header("Cache-Control",
               path.starts_with("/assets/") ? "public, max-age=31536000, immutable" : "no-cache");
    return out;
}

// The page with its nonce. Not kept by any cache, for a nonce is used once; nor packed beforehand, for the
// same reason.
std::optional<Response> page(const fs::path& folder) {
    const auto file = resolve_static(folder, "/index.html");
    auto loaded = file ? load(*file) : std::nullopt;
    if (!loaded) return {};
    const std::string nonce = random_hex(16);
    for (std::size_t at = 0; (at = loaded->bytes.find(nonce_placeholder, at)) != std::string::npos;)
        loaded->bytes.replace(at, nonce_placeholder.size(), nonce);
    Response out = Response::bytes("text/html; charset=utf-8", std::move(loaded->bytes));
    out.header("Content-Security-Policy", page_policy(nonce)).header("Cache-Control", "no-store");
    return out;
}

}  // namespace

std::optional<fs::path> resolve_static(const fs::path& folder, std::string_view path) {
    fs::path file = folder;
    for (const std::string_view segment : path_segments(path)) {
        // A leading dot covers ".", ".." and hidden files.
        if (segment.empty() || segment.starts_with('.') ||
            segment.find_first_of(std::string_view("\\\0", 2)) != segment.npos)
            return {};
        file /= segment;
    }
    std::error_code error;
    fs::path real = fs::canonical(file, error);
    if (error || !fs::is_regular_file(real, error)) return {};
    const auto [end, rest] = std::mismatch(folder.begin(), folder.end(), real.begin(), real.end());
    if (end != folder.end()) return {};
    return real;
}

std::optional<Response> static_file(const fs::path& folder, std::string_view path,
                                    std::string_view accept_encoding, bool index_for_unknown) {
    if (path != "/" && path != "/index.html") {
        if (auto found = answer(folder, path, accept_encoding)) return found;
        const bool is_page = path.substr(path.rfind('/') + 1).find('.') == std::string_view::npos;
        if (!index_for_unknown || !is_page) return {};
    }
    return page(folder);
}

std::string_view content_type_of(std::string_view name) {
    static constexpr std::pair<std::string_view, std::string_view> types[] = {
        {".html", "text/html; charset=utf-8"},
        {".js", "text/javascript; charset=utf-8"},
        {".mjs", "text/javascript; charset=utf-8"},
        {".css", "text/css; charset=utf-8"},
        {".json", "application/json"},
        {".geojson", "application/geo+json"},
        {".map", "application/json"},
        {".webmanifest", "application/manifest+json"},
        {".svg", "image/svg+xml"},
        {".png", "image/png"},
        {".jpg", "image/jpeg"},
        {".jpeg", "image/jpeg"},
        {".webp", "image/webp"},
        {".ico", "image/x-icon"},
        {".woff2", "font/woff2"},
        {".woff", "font/woff"},
        {".ttf", "font/ttf"},
        {".wasm", "application/wasm"},
        {".pbf", "application/x-protobuf"},
        {".mvt", "application/vnd.mapbox-vector-tile"},
        {".glb", "model/gltf-binary"},
        {".txt", "text/plain; charset=utf-8"},
        {".xml", "application/xml"},
        {".pdf", "application/pdf"},
        {".csv", "text/csv; charset=utf-8"}};
    for (const auto& [ending, type] : types)
        if (name.ends_with(ending)) return type;
    return "application/octet-stream";
}

}  // namespace hatang::http
