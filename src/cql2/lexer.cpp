#include "cql2/lexer.hpp"

#include "cql2/operators.hpp"

namespace hatang::cql2 {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

std::size_t digits(std::string_view s, std::size_t at) {
    while (at < s.size() && is_digit(s[at])) ++at;
    return at;
}

// Bytes of the number at the front: 12, 12.5, 12., .5, each with E+3.
std::size_t number_size(std::string_view s) {
    std::size_t end = digits(s, 0);
    if (end < s.size() && s[end] == '.') end = digits(s, end + 1);
    if (end < s.size() && (s[end] == 'e' || s[end] == 'E')) {
        const bool sign = end + 1 < s.size() && (s[end + 1] == '+' || s[end + 1] == '-');
        const std::size_t first = end + 1 + sign, last = digits(s, first);
        if (last > first) end = last;
    }
    return end;
}

std::size_t name_size(std::string_view s) {
    std::string_view rest = s;
    while (!rest.empty()) {
        std::string_view next = rest;
        if (!is_identifier_part(take_character(next))) break;
        rest = next;
    }
    return s.size() - rest.size();
}

}  // namespace

void Lexer::take(std::size_t bytes) {
    for (const std::size_t end = byte_ + bytes; byte_ < end; ++byte_)
        character_ += (static_cast<unsigned char>(text_[byte_]) & 0xC0) != 0x80;
}

void Lexer::skip_blanks() {
    while (byte_ < text_.size()) {
        std::string_view rest = text_.substr(byte_);
        if (!is_whitespace(take_character(rest))) return;
        take(text_.size() - byte_ - rest.size());
    }
}

// `quote` stands at the front; inside a text it is doubled or follows a backslash.
void Lexer::quoted(char quote) {
    const bool is_text = quote == '\'';
    std::size_t end = byte_ + 1;
    for (; end < text_.size(); ++end) {
        if (is_text && text_[end] == '\\' && end + 1 < text_.size())
            ++end;
        else if (text_[end] == quote && !(is_text && end + 1 < text_.size() && text_[end + 1] == quote))
            break;
        else if (text_[end] == quote)
            ++end;
    }
    if (end >= text_.size())
        throw invalid_filter(Place::character(character_), text_.substr(byte_), {&quote, 1});
    now_.kind = is_text ? Token::Kind::text : Token::Kind::quoted_name;
    now_.text = text_.substr(byte_ + 1, end - byte_ - 1);
    take(end + 1 - byte_);
}

void Lexer::advance() {
    skip_blanks();
    now_ = {Token::Kind::end, {}, character_};
    if (byte_ == text_.size()) return;
    const std::string_view rest = text_.substr(byte_);
    const auto token = [&](Token::Kind kind, std::size_t bytes) {
        now_.kind = kind;
        now_.text = rest.substr(0, bytes);
        take(bytes);
    };
    if (rest[0] == '\'' || rest[0] == '"') return quoted(rest[0]);
    if (is_digit(rest[0]) || (rest[0] == '.' && rest.size() > 1 && is_digit(rest[1])))
        return token(Token::Kind::number, number_size(rest));
    std::string_view after = rest;
    if (is_identifier_start(take_character(after))) return token(Token::Kind::name, name_size(rest));
    const std::string_view two = rest.substr(0, 2);
    if (two == "<>" || two == "<=" || two == ">=") return token(Token::Kind::symbol, 2);
    token(Token::Kind::symbol, rest.size() - after.size());
}

bool Lexer::bracket_follows() const {
    std::string_view rest = text_.substr(byte_);
    while (!rest.empty()) {
        const char32_t c = take_character(rest);
        if (!is_whitespace(c)) return c == '(';
    }
    return false;
}

bool Lexer::at_word(std::string_view word) const {
    return is(Token::Kind::name) && same_word(now_.text, word);
}

void Lexer::unexpected(std::string_view expected) const {
    throw invalid_filter(Place::character(now_.offset), is(Token::Kind::end) ? "…" : now_.text, expected);
}

std::string Lexer::value() const {
    std::string out;
    const std::string_view raw = now_.text;
    for (std::size_t i = 0; i < raw.size(); ++i) {
        const char c = raw[i];
        if (c == '\'') ++i;  // the second of two
        if (c != '\\' || i + 1 == raw.size()) {
            out += c;
            continue;
        }
        constexpr std::string_view letters = "abtnvfr'\\", values = "\a\b\t\n\v\f\r'\\";
        const std::size_t known = letters.find(raw[i + 1]);
        if (known == letters.npos) {
            out += c;  // of a LIKE pattern: \% and \_
        } else {
            out += values[known];
            ++i;
        }
    }
    return out;
}

}  // namespace hatang::cql2
