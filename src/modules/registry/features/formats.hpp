// The form of an answer and its addresses. Pure.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "http/base_url.hpp"
#include "json/writer.hpp"

namespace hatang::registry {

enum class Format { json, html, geojson_seq, flatgeobuf };

namespace media {
inline constexpr std::string_view json = "application/json", geojson = "application/geo+json",
                                  html = "text/html", geojson_seq = "application/geo+json-seq",
                                  flatgeobuf = "application/flatgeobuf", schema = "application/schema+json",
                                  openapi = "application/vnd.oai.openapi+json;version=3.0";
}

// `f` decides, then Accept (RFC 9110 section 12.5.1); JSON where nothing fits. Throws invalid_parameter for
// an `f` that is not among the offered.
Format format_of(const http::Request&, const std::optional<std::string>& f, std::span<const Format> offered);

// GDAL's OAPIF driver and the OGC's tests want absolute addresses.
using http::base_url;

// One entry of "links".
void write_link(json::Writer&, std::string_view rel, std::string_view href, std::string_view type,
                std::string_view title = {});

}  // namespace hatang::registry
