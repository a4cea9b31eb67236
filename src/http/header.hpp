// Small readers of header values (RFC 9110). Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace hatang::http {

// Header names, hosts and codings compare without regard to ASCII case.
bool same_token(std::string_view a, std::string_view b);

// The parts between separators, without blanks around them, empty parts left out.
std::vector<std::string_view> split_list(std::string_view text, char separator);

// "application/json; charset=utf-8" → "application/json", as written.
std::string_view media_type(std::string_view content_type);
// The value of a parameter ("charset"), without quotes; empty when absent.
std::string_view media_parameter(std::string_view content_type, std::string_view name);

// Whether Accept-Encoding allows a coding ("gzip"): named, or "*", and not with q=0.
bool accepts_coding(std::string_view accept_encoding, std::string_view coding);

// The entity tag of a record is its version: 7 ↔ "\"7\"". A weak mark (W/) that a proxy added is ignored.
std::string etag_of_version(std::int64_t version);
std::optional<std::int64_t> version_of_etag(std::string_view etag);
// Whether If-None-Match names the tag (weak comparison, RFC 9110 section 13.1.2).
bool none_match_names(std::string_view if_none_match, std::string_view etag);

// The host and port of an Origin or Referer ("https://a.vn:8443/x" → "a.vn:8443"); empty when there is none.
std::string_view authority_of_url(std::string_view url);

}  // namespace hatang::http
