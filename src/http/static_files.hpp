// The files of the web application. Blocking: run it on the pool.
#pragma once

#include <filesystem>
#include <optional>
#include <string_view>

#include "http/message.hpp"

namespace hatang::http {

// The file below `folder` (canonical) that a decoded URL path names; nothing for "..", hidden files, folders,
// and links that lead outside.
std::optional<std::filesystem::path> resolve_static(const std::filesystem::path& folder,
                                                    std::string_view path);

// Stands in index.html where the nonce of the answer goes.
inline constexpr std::string_view nonce_placeholder = "HATANG-CSP-NONCE";

// The answer for a GET. A precompressed neighbour (.br, .gz) is sent when the client takes it. Files below
// /assets/ carry a hash in their names and are cached for ever; all others are asked for again by entity tag.
// "/" and, with `index_for_unknown`, paths without a dot give index.html with a fresh nonce. Nothing: no such
// file.
std::optional<Response> static_file(const std::filesystem::path& folder, std::string_view path,
                                    std::string_view accept_encoding, bool index_for_unknown);

std::string_view content_type_of(std::string_view file_name);

}  // namespace hatang::http
