#include "http/header.hpp"

#include <algorithm>
#include <charconv>

namespace hatang::http {
namespace {

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }

std::string_view trim(std::string_view s) {
    while (!s.empty() && (s.front() == ' ' || s.front() == '\t')) s.remove_prefix(1);
    while (!s.empty() && (s.back() == ' ' || s.back() == '\t')) s.remove_suffix(1);
    return s;
}

std::string_view without_weak_mark(std::string_view etag) {
    if (etag.starts_with("W/")) etag.remove_prefix(2);
    return etag;
}

}  // namespace

bool same_token(std::string_view a, std::string_view b) { return std::ranges::equal(a, b, {}, lower, lower); }

std::vector<std::string_view> split_list(std::string_view text, char separator) {
    std::vector<std::string_view> out;
    while (!text.empty()) {
        const auto end = text.find(separator);
        if (const auto part = trim(text.substr(0, end)); !part.empty()) out.push_back(part);
        text = end == std::string_view::npos ? "" : text.substr(end + 1);
    }
    return out;
}

std::string_view media_type(std::string_view content_type) {
    return trim(content_type.substr(0, content_type.find(';')));
}

std::string_view media_parameter(std::string_view content_type, std::string_view name) {
    for (const std::string_view part : split_list(content_type, ';')) {
        const auto equals = part.find('=');
        if (equals == std::string_view::npos || !same_token(part.substr(0, equals), name)) continue;
        std::string_view value = part.substr(equals + 1);
        if (value.size() >= 2 && value.front() == '"' && value.back() == '"')
            value = value.substr(1, value.size() - 2);
        return value;
    }
    return {};
}

bool accepts_coding(std::string_view accept_encoding, std::string_view coding) {
    bool any = false;
    for (const std::string_view part : split_list(accept_encoding, ',')) {
        const std::string_view name = media_type(part);
        const bool named = same_token(name, coding);
        if (!named && name != "*") continue;
        const std::string_view q = media_parameter(part, "q");
        // "0", "0.", "0.0" … refuse.
        const bool refused = !q.empty() && q.find_first_not_of("0.") == std::string_view::npos;
        if (named) return !refused;
        any = !refused;
    }
    return any;
}

std::string etag_of_version(std::int64_t version) { return '"' + std::to_string(version) + '"'; }

std::optional<std::int64_t> version_of_etag(std::string_view etag) {
    etag = without_weak_mark(trim(etag));
    if (etag.size() < 3 || etag.front() != '"' || etag.back() != '"') return {};
    etag = etag.substr(1, etag.size() - 2);
    std::int64_t version = 0;
    const auto [end, error] = std::from_chars(etag.data(), etag.data() + etag.size(), version);
    if (error != std::errc() || end != etag.data() + etag.size()) return {};
    return version;
}

bool none_match_names(std::string_view if_none_match, std::string_view etag) {
    if (etag.empty()) return false;
    for (const std::string_view part : split_list(if_none_match, ','))
        if (part == "*" || without_weak_mark(part) == without_weak_mark(etag)) return true;
    return false;
}

std::string_view authority_of_url(std::string_view url) {
    const auto scheme = url.find("://");
    if (scheme == std::string_view::npos) return {};
    url.remove_prefix(scheme + 3);
    url = url.substr(0, url.find_first_of("/?#"));
    if (const auto at = url.rfind('@'); at != std::string_view::npos) url.remove_prefix(at + 1);
    return url;
}

}  // namespace hatang::http
