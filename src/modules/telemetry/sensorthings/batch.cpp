#include "telemetry/sensorthings/batch.hpp"

#include <algorithm>
#include <charconv>
#include <set>

#include "json/describe.hpp"
#include "telemetry/sensorthings/limits.hpp"

namespace hatang::telemetry::sta {
namespace {

constexpr std::string_view version_part = "/v1.1";

[[noreturn]] void throw_malformed(const char* what) { throw Error(Code::malformed_request, {}, {what}); }

std::string lower(std::string_view text) {
    std::string out(text);
    for (char& c : out)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return out;
}
std::string_view without_blanks(std::string_view text) {
    while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
    while (!text.empty() && (text.back() == ' ' || text.back() == '\t' || text.back() == '\r'))
        text.remove_suffix(1);
    return text;
}

http::Method method_of(std::string_view text, std::string_view where) {
    const std::string name = lower(text);
    for (const http::Method m :
         {http::Method::get, http::Method::post, http::Method::put, http::Method::patch, http::Method::del})
        if (lower(http::to_text(m)) == name) return m;
    throw Error(Code::invalid_value, std::string(where),
                {std::string(text.substr(0, 20)), "GET, POST, PUT, PATCH, DELETE"});
}

// "https://host/sta/v1.1/Things", "/v1.1/Things" and "Things" are one.
std::string below_root(std::string_view url) {
    const bool absolute = url.starts_with('/') || url.starts_with("http://") || url.starts_with("https://");
    if (absolute) {
        const std::size_t query = url.find('?'), at = url.substr(0, query).find(version_part);
        if (at == url.npos) throw Error(Code::not_found, {}, {std::string(url.substr(0, 200))});
        url.remove_prefix(at + version_part.size());
    }
    while (url.starts_with('/')) url.remove_prefix(1);
    return std::string(url);
}

void add_part(std::vector<BatchPart>& out, std::set<std::string>& ids, BatchPart part) {
    if (out.size() >= sta_limits::batch_parts_max)
        throw Error(Code::too_many_items, {},
                    {std::to_string(out.size() + 1), std::to_string(sta_limits::batch_parts_max)});
    if (!part.id.empty() && !ids.insert(part.id).second)
        throw Error(Code::duplicate_field, {}, {part.id.substr(0, 100)});
    out.push_back(std::move(part));
}

// One line without its end, taken off the front of `rest`. False at the end.
bool take_line(std::string_view& rest, std::string_view& line) {
    if (rest.empty()) return false;
    const std::size_t end = rest.find('\n');
    line = rest.substr(0, end);
    rest = end == rest.npos ? std::string_view{} : rest.substr(end + 1);
    if (line.ends_with('\r')) line.remove_suffix(1);
    return true;
}

using Headers = std::map<std::string, std::string, std::less<>>;  // names in lower case

// Up to the empty line. A line that begins with a blank goes on with the one before.
Headers take_headers(std::string_view& rest) {
    Headers out;
    std::string_view line;
    while (take_line(rest, line)) {
        if (line.empty()) return out;
        const std::size_t colon = line.find(':');
        if (colon == 0 || colon == line.npos || line.front() == ' ')
            throw_malformed("header in a batch part");
        if (out.size() >= sta_limits::batch_headers_max) throw_malformed("headers in a batch part");
        out[lower(without_blanks(line.substr(0, colon)))] = without_blanks(line.substr(colon + 1));
    }
    return out;
}
std::string_view header_of(const Headers& headers, std::string_view name) {
    const auto found = headers.find(name);
    return found == headers.end() ? std::string_view{} : std::string_view(found->second);
}

// multipart/mixed; boundary="x"
std::string boundary_of(std::string_view content_type) {
    const std::string low = lower(content_type);
    const std::size_t at = low.find("boundary=");
    if (!low.starts_with("multipart/mixed") || at == low.npos) throw_malformed("boundary");
    std::string_view value = content_type.substr(at + std::string_view("boundary=").size());
    if (value.starts_with('"')) {
        value.remove_prefix(1);
        value = value.substr(0, value.find('"'));
    } else {
        value = without_blanks(value.substr(0, value.find(';')));
    }
    // RFC 2046, section 5.1.1
    constexpr std::size_t boundary_bytes_max = 70;
    if (value.empty() || value.size() > boundary_bytes_max) throw_malformed("boundary");
    return std::string(value);
}

// What stands between the boundaries.
std::vector<std::string_view> bodies_of(std::string_view text, const std::string& boundary) {
    const std::string mark = "--" + boundary;
    std::vector<std::string_view> out;
    std::string_view rest = text, line;
    const char* begin = nullptr;
    while (true) {
        const char* at = rest.data();
        if (!take_line(rest, line)) throw_malformed("end of a multipart body");
        const std::string_view plain = without_blanks(line);
        if (!plain.starts_with(mark)) continue;
        const std::string_view behind = plain.substr(mark.size());
        if (!behind.empty() && behind != "--") continue;
        if (begin) {
            // The line end before a boundary belongs to the boundary.
            std::string_view body(begin, static_cast<std::size_t>(at - begin));
            if (body.ends_with('\n')) body.remove_suffix(1);
            if (body.ends_with('\r')) body.remove_suffix(1);
            if (out.size() >= sta_limits::batch_parts_max)
                throw Error(Code::too_many_items, {},
                            {std::to_string(out.size() + 1), std::to_string(sta_limits::batch_parts_max)});
            out.push_back(body);
        }
        if (behind == "--") return out;
        begin = rest.data();
    }
}

BatchPart http_part(std::string_view text, std::string_view content_id) {
    std::string_view line;
    do {
        if (!take_line(text, line)) throw_malformed("request line in a batch part");
    } while (without_blanks(line).empty());
    const std::size_t first = line.find(' '), last = line.rfind(' ');
    if (first == line.npos || first == last || !line.substr(last + 1).starts_with("HTTP/"))
        throw_malformed("request line in a batch part");
    BatchPart out;
    out.method = method_of(line.substr(0, first), {});
    out.url = below_root(without_blanks(line.substr(first + 1, last - first - 1)));
    const Headers headers = take_headers(text);
    const std::string_view type = header_of(headers, "content-type");
    if (!type.empty()) out.content_type = without_blanks(type.substr(0, type.find(';')));
    out.if_match = header_of(headers, "if-match");
    const std::string_view inner_id = header_of(headers, "content-id");
    out.id = content_id.empty() ? inner_id : content_id;
    std::size_t length = text.size();
    if (const std::string_view n = header_of(headers, "content-length"); !n.empty()) {
        const auto [stop, error] = std::from_chars(n.data(), n.data() + n.size(), length);
        if (error != std::errc() || stop != n.data() + n.size() || length > text.size())
            throw_malformed("Content-Length in a batch part");
    }
    out.body = text.substr(0, length);
    return out;
}

// Calls `each` for the parts of a multipart body: their headers and content.
template <class Each>
void for_each_part(std::string_view body, std::string_view content_type, Each each) {
    for (std::string_view text : bodies_of(body, boundary_of(content_type))) {
        const Headers headers = take_headers(text);
        each(headers, text);
    }
}

bool is_http_part(const Headers& headers) {
    return lower(header_of(headers, "content-type")).starts_with("application/http");
}

std::string_view reference_of(const MadePaths& made, std::string_view id) {
    const auto found = made.find(id);
    if (found == made.end())
        throw Error(Code::invalid_value, {}, {"$" + std::string(id.substr(0, 100)), "$Content-ID"});
    return found->second;
}

std::string_view number_of(std::string_view path) {
    const std::size_t open = path.find('(');
    return path.substr(open + 1, path.size() - open - 2);
}

void write_resolved(json::Writer& w, json::Value v, const MadePaths& made) {
    if (v.kind() == json::Kind::object) {
        w.begin_object();
        for (const auto [name, item] : v.members()) {
            w.key(name);
            if (name == "@iot.id" && item.kind() == json::Kind::text && item.text().starts_with('$'))
                w.raw(number_of(reference_of(made, item.text().substr(1))));
            else
                write_resolved(w, item, made);
        }
        w.end_object();
    } else if (v.kind() == json::Kind::array) {
        w.begin_array();
        for (const json::Value item : v.items()) write_resolved(w, item, made);
        w.end_array();
    } else {
        w.raw(v.dump());
    }
}

std::string_view header_value(const http::Response& r, std::string_view name) {
    for (const auto& [key, value] : r.headers)
        if (key == name) return value;
    return {};
}

std::string_view reason_of(int status) {
    switch (status / 100) {
        case 2:
            return status == 201   ? "Created"
                   : status == 202 ? "Accepted"
                   : status == 204 ? "No Content"
                                   : "OK";
        case 5:
            return "Server Error";
        default:
            return status == 404 ? "Not Found" : status == 403 ? "Forbidden" : "Refused";
    }
}

void append_http(std::string& out, const BatchAnswer& answer) {
    const http::Response& r = answer.response;
    out += "Content-Type: application/http\r\n";
    if (!answer.id.empty()) out += "Content-ID: " + answer.id + "\r\n";
    out += "\r\nHTTP/1.1 " + std::to_string(r.status) + " " + std::string(reason_of(r.status)) + "\r\n";
    const std::string_view location = header_value(r, "Location");
    if (!location.empty()) out.append("Location: ").append(location).append("\r\n");
    if (!r.body.empty()) out += "Content-Type: " + r.content_type + "\r\n";
    out += "Content-Length: " + std::to_string(r.body.size()) + "\r\n\r\n" + r.body + "\r\n";
}

}  // namespace

std::vector<BatchPart> read_json_batch(std::string_view body) {
    const json::Document document = json::parse(body);
    std::optional<json::Value> requests;
    for (const auto [name, value] : document.root().members()) {
        if (name != "requests")
            throw Error(Code::unknown_field, json::pointer({}, name), {std::string(name)});
        requests = value;
    }
    if (!requests) throw Error(Code::missing_field, "/requests", {"requests"});
    std::vector<BatchPart> out;
    std::set<std::string> ids;
    std::vector<std::string> groups;
    for (const json::Value item : requests->items("/requests")) {
        const std::string where = json::pointer("/requests", out.size());
        BatchPart part;
        bool has_method = false, has_url = false;
        std::string group;
        for (const auto [name, value] : item.members(where)) {
            const std::string at = json::pointer(where, name);
            if (name == "id") {
                part.id = value.text(at);
                json::check_text(part.id, {.length_max = sta_limits::batch_id_characters_max}, at);
            } else if (name == "method") {
                part.method = method_of(value.text(at), at);
                has_method = true;
            } else if (name == "url") {
                part.url = below_root(value.text(at));
                has_url = true;
            } else if (name == "atomicityGroup") {
                group = value.text(at);
            } else if (name == "body") {
                part.body = value.dump();
            } else if (name == "headers") {
                for (const auto [header, text] : value.members(at)) {
                    const std::string key = lower(header);
                    if (key == "content-type") part.content_type = text.text(at);
                    if (key == "if-match") part.if_match = text.text(at);
                }
            } else if (name == "dependsOn") {
                // Parts are done in their order, so they depend on earlier ones only.
                for (const json::Value id : value.items(at))
                    if (!ids.contains(std::string(id.text(at))))
                        throw Error(Code::invalid_value, at,
                                    {std::string(id.text(at)), "id of an earlier request"});
            } else {
                throw Error(Code::unknown_field, at, {std::string(name)});
            }
        }
        if (!has_method) throw Error(Code::missing_field, where + "/method", {"method"});
        if (!has_url) throw Error(Code::missing_field, where + "/url", {"url"});
        if (!group.empty()) {
            const auto known = std::ranges::find(groups, group);
            if (known == groups.end())
                groups.push_back(group);
            else if (*known != groups.back() || out.empty() || out.back().group == 0)
                throw Error(Code::invalid_value, where + "/atomicityGroup", {group, "neighbours"});
            part.group = static_cast<int>(groups.size());
        }
        add_part(out, ids, std::move(part));
    }
    return out;
}

std::vector<BatchPart> read_multipart_batch(std::string_view body, std::string_view content_type) {
    std::vector<BatchPart> out;
    std::set<std::string> ids;
    int groups = 0;
    for_each_part(body, content_type, [&](const Headers& headers, std::string_view text) {
        if (is_http_part(headers)) {
            add_part(out, ids, http_part(text, header_of(headers, "content-id")));
            return;
        }
        ++groups;
        for_each_part(text, header_of(headers, "content-type"),
                      [&](const Headers& inner, std::string_view one) {
                          if (!is_http_part(inner)) throw_malformed("type of a part of a change set");
                          BatchPart part = http_part(one, header_of(inner, "content-id"));
                          part.group = groups;
                          add_part(out, ids, std::move(part));
                      });
    });
    for (const BatchPart& part : out)
        if (part.id.size() > sta_limits::batch_id_characters_max) throw_malformed("Content-ID");
    return out;
}

void resolve_references(BatchPart& part, const MadePaths& made) {
    if (part.url.starts_with('$') && part.url != "$batch") {
        const std::size_t end = std::min(part.url.find('/'), part.url.size());
        const std::string path(reference_of(made, std::string_view(part.url).substr(1, end - 1)));
        part.url = path + part.url.substr(end);
    }
    if (part.body.find("\"$") == part.body.npos) return;
    const json::Document document = json::parse(part.body);
    json::Writer w;
    write_resolved(w, document.root(), made);
    part.body = w.take();
}

std::string write_json_batch(const std::vector<BatchAnswer>& answers) {
    json::Writer w;
    w.begin_object().key("responses").begin_array();
    for (const BatchAnswer& answer : answers) {
        w.begin_object().field("id", answer.id).field("status", answer.response.status);
        const std::string_view location = header_value(answer.response, "Location");
        if (!location.empty()) w.field("location", location);
        if (!answer.response.body.empty()) {
            const bool is_json = answer.response.content_type.find("json") != std::string::npos;
            if (is_json)
                w.raw_field("body", answer.response.body);
            else
                w.field("body", answer.response.body);
        }
        w.end_object();
    }
    w.end_array().end_object();
    return w.take();
}

std::string write_multipart_batch(const std::vector<BatchAnswer>& answers, std::string_view boundary) {
    const std::string mark = "--" + std::string(boundary);
    std::string out;
    for (std::size_t i = 0; i < answers.size();) {
        out += mark + "\r\n";
        const int group = answers[i].group;
        if (group == 0) {
            append_http(out, answers[i++]);
            continue;
        }
        std::size_t end = i;
        const BatchAnswer* failed = nullptr;
        for (; end < answers.size() && answers[end].group == group; ++end) {
            const int status = answers[end].response.status;
            constexpr int failed_dependency = 424;
            if (status >= 400 && status != failed_dependency) failed = &answers[end];
        }
        if (failed) {
            append_http(out, *failed);
        } else {
            const std::string inner = std::string(boundary) + "_" + std::to_string(group);
            out += "Content-Type: multipart/mixed; boundary=" + inner + "\r\n\r\n";
            for (std::size_t n = i; n < end; ++n) {
                out += "--" + inner + "\r\n";
                append_http(out, answers[n]);
            }
            out += "--" + inner + "--\r\n";
        }
        i = end;
    }
    return out + mark + "--\r\n";
}

}  // namespace hatang::telemetry::sta
