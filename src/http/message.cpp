#include "http/message.hpp"

#include <charconv>

#include "http/header.hpp"

namespace hatang::http {

std::string_view to_text(Method m) {
    constexpr std::string_view names[] = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"};
    return names[static_cast<int>(m)];
}

std::string_view Request::header(std::string_view name) const {
    for (const auto& [key, value] : headers)
        if (same_token(key, name)) return value;
    return {};
}

std::string_view Request::cookie(std::string_view name) const {
    for (const auto& [key, value] : headers) {
        if (!same_token(key, "Cookie")) continue;
        for (std::string_view pair : split_list(value, ';'))
            if (pair.size() > name.size() && pair.starts_with(name) && pair[name.size()] == '=')
                return pair.substr(name.size() + 1);
    }
    return {};
}

Response Response::json(std::string body, int status) {
    return {status, "application/json", std::move(body), {}};
}
Response Response::bytes(std::string content_type, std::string body) {
    return {200, std::move(content_type), std::move(body), {}};
}
Response Response::pieces(std::string content_type, std::function<task<std::string>()> more) {
    Response out{200, std::move(content_type), {}, {}};
    out.more = std::move(more);
    return out;
}
Response Response::no_content() { return {204, {}, {}, {}}; }
Response& Response::header(std::string_view name, std::string value) {
    headers.emplace_back(name, std::move(value));
    return *this;
}

const std::string& Call::path_text(std::string_view name) const {
    const auto found = path_.find(name);
    if (found == path_.end()) throw Error(Code::internal, std::string(name));
    return found->second;
}

std::int64_t Call::path_id(std::string_view name) const {
    const std::string& text = path_text(name);
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc() || end != text.data() + text.size())
        throw Error(Code::not_found, std::string(name), {text});
    return number;
}

std::optional<std::int64_t> Call::if_match() const {
    const std::string_view text = request.header("If-Match");
    if (text.empty()) return {};
    const auto version = version_of_etag(text);
    if (!version)
        throw Error(Code::invalid_parameter, "If-Match", {std::string(text.substr(0, 64)), "\"7\""});
    return version;
}
std::int64_t Call::require_if_match() const {
    const auto version = if_match();
    if (!version) throw Error(Code::precondition_required, "If-Match");
    return *version;
}
void Call::check_version(std::int64_t current) const {
    if (const auto seen = if_match(); seen && *seen != current)
        throw Error(Code::precondition_failed, "If-Match", {std::to_string(current)});
}

void Call::etag(std::int64_t version) { header("ETag", etag_of_version(version)); }
void Call::header(std::string_view name, std::string value) { headers_.emplace_back(name, std::move(value)); }

}  // namespace hatang::http
