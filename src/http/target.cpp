#include "http/target.hpp"

#include "base/text.hpp"

namespace hatang::http {
namespace {

int hex_digit(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

// Decodes one part of the target, or says what is wrong with it.
Result<std::string> decode_part(std::string_view text, bool plus_is_blank, std::string where) {
    auto decoded = percent_decode(text, plus_is_blank);
    if (!decoded) return Error(Code::malformed_request, std::move(where), {"percent escape"});
    if (decoded->find('\0') != std::string::npos)
        return Error(Code::malformed_request, std::move(where), {"NUL"});
    if (!is_utf8(*decoded)) return Error(Code::invalid_utf8, std::move(where));
    return *std::move(decoded);
}

}  // namespace

std::optional<std::string> percent_decode(std::string_view text, bool plus_is_blank) {
    std::string out;
    out.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '%') {
            if (i + 2 >= text.size()) return {};
            const int high = hex_digit(text[i + 1]), low = hex_digit(text[i + 2]);
            if (high < 0 || low < 0) return {};
            out += static_cast<char>(high * 16 + low);
            i += 2;
        } else {
            out += plus_is_blank && text[i] == '+' ? ' ' : text[i];
        }
    }
    return out;
}

Result<Target> parse_target(std::string_view target) {
    for (const std::string_view scheme : {"http://", "https://"}) {
        if (!target.starts_with(scheme)) continue;
        const auto slash = target.find('/', scheme.size());
        target = slash == std::string_view::npos ? "/" : target.substr(slash);
    }
    if (!target.starts_with('/')) return Error(Code::malformed_request, {}, {"request target"});

    const auto mark = target.find('?');
    auto path = decode_part(target.substr(0, mark), false, "path");
    if (!path) return path.error();
    Target out{*std::move(path), {}};

    std::string_view rest = mark == std::string_view::npos ? "" : target.substr(mark + 1);
    while (!rest.empty()) {
        const auto end = rest.find('&');
        const std::string_view pair = rest.substr(0, end);
        rest = end == std::string_view::npos ? "" : rest.substr(end + 1);
        if (pair.empty()) continue;
        const auto equals = pair.find('=');
        auto name = decode_part(pair.substr(0, equals), true, "query");
        if (!name) return name.error();
        auto value =
            decode_part(equals == std::string_view::npos ? "" : pair.substr(equals + 1), true, *name);
        if (!value) return value.error();
        out.query.emplace_back(*std::move(name), *std::move(value));
    }
    return out;
}

std::string percent_encode(std::string_view text) {
    constexpr char hex[] = "0123456789ABCDEF";
    std::string out;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
            c == '.' || c == '_' || c == '~')
            out += c;
        else
            out.append({'%', hex[byte >> 4], hex[byte & 15]});
    }
    return out;
}

std::vector<std::string_view> path_segments(std::string_view path) {
    std::vector<std::string_view> out;
    if (path.starts_with('/')) path.remove_prefix(1);
    for (;;) {
        const auto slash = path.find('/');
        out.push_back(path.substr(0, slash));
        if (slash == std::string_view::npos) return out;
        path.remove_prefix(slash + 1);
    }
}

}  // namespace hatang::http
