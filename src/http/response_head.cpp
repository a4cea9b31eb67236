#include "http/response_head.hpp"

#include <algorithm>

namespace hatang::http {
namespace {

std::string_view reason(int status) {
    switch (status) {
        case 200:
            return "OK";
        case 201:
            return "Created";
        case 202:
            return "Accepted";
        case 204:
            return "No Content";
        case 206:
            return "Partial Content";
        case 301:
            return "Moved Permanently";
        case 302:
            return "Found";
        case 303:
            return "See Other";
        case 304:
            return "Not Modified";
        case 400:
            return "Bad Request";
        case 401:
            return "Unauthorized";
        case 403:
            return "Forbidden";
        case 404:
            return "Not Found";
        case 405:
            return "Method Not Allowed";
        case 406:
            return "Not Acceptable";
        case 409:
            return "Conflict";
        case 412:
            return "Precondition Failed";
        case 413:
            return "Content Too Large";
        case 415:
            return "Unsupported Media Type";
        case 422:
            return "Unprocessable Content";
        case 428:
            return "Precondition Required";
        case 429:
            return "Too Many Requests";
        case 431:
            return "Request Header Fields Too Large";
        case 500:
            return "Internal Server Error";
        case 502:
            return "Bad Gateway";
        case 503:
            return "Service Unavailable";
        case 504:
            return "Gateway Timeout";
        default:
            return "";
    }
}

void append_header(std::string& out, std::string_view name, std::string_view value) {
    const auto control = [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; };
    if (std::ranges::any_of(value, control) || std::ranges::any_of(name, control)) return;
    out.append(name).append(": ").append(value).append("\r\n");
}

// IMF-fixdate (RFC 9110 section 5.6.7), without the locale of the process.
std::string http_date(std::time_t now) {
    static constexpr const char* days[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    static constexpr const char* months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                             "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    std::tm t{};
    gmtime_r(&now, &t);
    char out[64];
    const int n = std::snprintf(out, sizeof out, "%s, %02d %s %04d %02d:%02d:%02d GMT", days[t.tm_wday],
                                t.tm_mday, months[t.tm_mon], t.tm_year + 1900, t.tm_hour, t.tm_min, t.tm_sec);
    return {out, static_cast<std::size_t>(n)};
}

}  // namespace

bool has_body(int status) { return status >= 200 && status != 204 && status != 304; }

std::string response_head(const Response& response, bool keep_alive, std::time_t now) {
    std::string out;
    out.reserve(768);
    out.append("HTTP/1.1 ")
        .append(std::to_string(response.status))
        .append(" ")
        .append(reason(response.status));
    out.append("\r\n");
    append_header(out, "Date", http_date(now));
    if (has_body(response.status)) {
        if (!response.content_type.empty()) append_header(out, "Content-Type", response.content_type);
        if (!response.more)
            append_header(out, "Content-Length", std::to_string(response.body.size()));
        else if (response.length)
            append_header(out, "Content-Length", std::to_string(*response.length));
        else
            append_header(out, "Transfer-Encoding", "chunked");
    }
    for (const auto& [name, value] : response.headers) append_header(out, name, value);
    if (!keep_alive) append_header(out, "Connection", "close");
    return out.append("\r\n");
}

}  // namespace hatang::http
