#include "telemetry/sensorthings/odata/lexer.hpp"

namespace hatang::telemetry::odata {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_name_start(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '@' || c == '$' ||
           static_cast<unsigned char>(c) >= 0x80;
}
bool is_name_part(char c) { return is_name_start(c) || is_digit(c) || c == '.'; }

std::size_t digits_at(std::string_view s, std::size_t at) {
    std::size_t n = 0;
    while (at + n < s.size() && is_digit(s[at + n])) ++n;
    return n;
}

// 0000-00-00
bool is_date(std::string_view s) {
    return digits_at(s, 0) == 4 && s.size() >= 10 && s[4] == '-' && digits_at(s, 5) == 2 && s[7] == '-' &&
           digits_at(s, 8) == 2;
}

std::size_t number_size(std::string_view s) {
    std::size_t end = digits_at(s, 0);
    if (end + 1 < s.size() && s[end] == '.' && is_digit(s[end + 1])) end += 1 + digits_at(s, end + 1);
    if (end < s.size() && (s[end] == 'e' || s[end] == 'E')) {
        const bool sign = end + 1 < s.size() && (s[end + 1] == '+' || s[end + 1] == '-');
        if (const std::size_t n = digits_at(s, end + 1 + sign)) end += 1 + sign + n;
    }
    return end;
}

// A date with a time and a zone; 0 when it is none.
std::size_t moment_size(std::string_view s) {
    if (!is_date(s) || s.size() < 11 || (s[10] != 'T' && s[10] != 't')) return 0;
    std::size_t end = 11;
    while (end < s.size() && (is_digit(s[end]) || s[end] == ':' || s[end] == '.')) ++end;
    if (end < s.size() && (s[end] == 'Z' || s[end] == 'z')) return end + 1;
    // A plus that was not encoded has become a blank.
    if (end < s.size() && (s[end] == '+' || s[end] == '-' || (s[end] == ' ' && digits_at(s, end + 1) == 2))) {
        ++end;
        while (end < s.size() && (is_digit(s[end]) || s[end] == ':')) ++end;
    }
    return end;
}

}  // namespace

void Lexer::wrong(std::size_t offset, std::string_view got, std::string_view expected) const {
    std::string_view rest = text_;
    for (std::size_t n = 0; n < offset && !rest.empty(); ++n) do
            rest.remove_prefix(1);
        while (!rest.empty() && (static_cast<unsigned char>(rest[0]) & 0xC0) == 0x80);
    throw invalid_option(option_, offset, got, rest.empty() ? got : rest, expected);
}

void Lexer::too_costly(std::size_t offset, std::string_view what, std::int64_t most) const {
    throw odata::too_costly(option_, offset, what, most);
}

void Lexer::unexpected(std::string_view expected) const {
    wrong(now_.offset, is(Token::Kind::end) ? "…" : now_.text, expected);
}

void Lexer::expect_symbol(char symbol) {
    if (!take_symbol(symbol)) unexpected({&symbol, 1});
}

void Lexer::take(std::size_t bytes) {
    for (const std::size_t end = byte_ + bytes; byte_ < end; ++byte_)
        character_ += (static_cast<unsigned char>(text_[byte_]) & 0xC0) != 0x80;
}

std::size_t Lexer::quoted(std::size_t from) const {
    for (std::size_t end = from + 1; end < text_.size(); ++end) {
        if (text_[end] != '\'') continue;
        if (end + 1 == text_.size() || text_[end + 1] != '\'') return end + 1;
        ++end;
    }
    wrong(character_, text_.substr(byte_), "'");
}

std::size_t Lexer::time_size(std::string_view rest) const {
    const std::size_t first = moment_size(rest);
    if (first == 0) return 0;
    if (first >= rest.size() || rest[first] != '/') return first;
    const std::size_t second = moment_size(rest.substr(first + 1));
    return second == 0 ? first : first + 1 + second;
}

void Lexer::advance() {
    while (byte_ < text_.size() && (text_[byte_] == ' ' || text_[byte_] == '\t')) take(1);
    now_ = {Token::Kind::end, {}, character_};
    if (byte_ == text_.size()) return;
    const std::string_view rest = text_.substr(byte_);
    const auto token = [&](Token::Kind kind, std::size_t bytes) {
        now_.kind = kind;
        now_.text = rest.substr(0, bytes);
        take(bytes);
    };
    const auto between_quotes = [&](Token::Kind kind, std::size_t opening) {
        const std::size_t end = quoted(byte_ + opening) - byte_;
        token(kind, end);
        now_.text = now_.text.substr(opening + 1, end - opening - 2);
    };
    if (rest[0] == '\'') return between_quotes(Token::Kind::text, 0);
    if (is_digit(rest[0])) {
        if (const std::size_t n = time_size(rest)) return token(Token::Kind::moment, n);
        if (is_date(rest)) return token(Token::Kind::date, 10);
        if (digits_at(rest, 0) == 2 && rest.size() > 2 && rest[2] == ':') {
            std::size_t n = 3;
            while (n < rest.size() && (is_digit(rest[n]) || rest[n] == ':' || rest[n] == '.')) ++n;
            return token(Token::Kind::time, n);
        }
        return token(Token::Kind::number, number_size(rest));
    }
    if (is_name_start(rest[0])) {
        std::size_t n = 1;
        while (n < rest.size() && is_name_part(rest[n])) ++n;
        const std::string_view word = rest.substr(0, n);
        if (n < rest.size() && rest[n] == '\'') {
            if (word == "duration") return between_quotes(Token::Kind::duration, n);
            if (word == "geography" || word == "geometry") return between_quotes(Token::Kind::geometry, n);
        }
        return token(Token::Kind::name, n);
    }
    token(Token::Kind::symbol, 1);
}

}  // namespace hatang::telemetry::odata
