#include "registry/features/formats.hpp"

#include <algorithm>
#include <charconv>

#include "http/header.hpp"

namespace hatang::registry {
namespace {

std::string_view name_of(Format format) {
    switch (format) {
        case Format::json:
            return "json";
        case Format::html:
            return "html";
        case Format::geojson_seq:
            return "jsonseq";
        case Format::flatgeobuf:
            return "fgb";
    }
    return {};
}

bool means(std::string_view range, Format format) {
    const auto is = [&](std::string_view type) { return http::same_token(range, type); };
    switch (format) {
        case Format::json:
            return is(media::json) || is(media::geojson) || is(media::schema) || is("application/*") ||
                   is("*/*") || is("application/vnd.oai.openapi+json");
        case Format::html:
            return is(media::html) || is("text/*") || is("application/xhtml+xml");
        case Format::geojson_seq:
            return is(media::geojson_seq);
        case Format::flatgeobuf:
            return is(media::flatgeobuf);
    }
    return false;
}

double weight(std::string_view range) {
    const std::string_view q = http::media_parameter(range, "q");
    if (q.empty()) return 1;
    double value = 0;
    std::from_chars(q.data(), q.data() + q.size(), value);
    return value;
}

}  // namespace

Format format_of(const http::Request& request, const std::optional<std::string>& f,
                 std::span<const Format> offered) {
    if (f) {
        std::string all;
        for (const Format format : offered) {
            if (*f == name_of(format) || (format == Format::json && *f == "geojson")) return format;
            all.append(all.empty() ? "" : ", ").append(name_of(format));
        }
        throw Error(Code::invalid_parameter, "f", {f->substr(0, 100), all});
    }
    Format best = Format::json;
    double most = 0;
    for (const std::string_view range : http::split_list(request.header("Accept"), ','))
        for (const Format format : offered)
            if (means(http::media_type(range), format) && weight(range) > most) {
                most = weight(range);
                best = format;
            }
    return best;
}

void write_link(json::Writer& w, std::string_view rel, std::string_view href, std::string_view type,
                std::string_view title) {
    w.begin_object().field("rel", rel).field("href", href);
    if (!type.empty()) w.field("type", type);
    if (!title.empty()) w.field("title", title);
    w.end_object();
}

}  // namespace hatang::registry
