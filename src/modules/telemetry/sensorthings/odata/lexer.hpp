// Inside of odata: the tokens of query options.
#pragma once

#include <string>
#include <string_view>

#include "telemetry/sensorthings/odata/errors.hpp"

namespace hatang::telemetry::odata {

struct Token {
    enum class Kind {
        end,
        name,
        number,
        text,      // 'it''s': without the quotes, doubled ones still doubled
        moment,    // 2026-11-29T00:00:00Z, or two of them with / between
        date,      // 2026-11-29
        time,      // 07:30:00
        duration,  // duration'PT1H': what stands in the quotes
        geometry,  // geography'POINT (105 21)', also geometry'…'
        symbol
    };
    Kind kind = Kind::end;
    std::string_view text;
    std::size_t offset = 0;  // in characters
};

// Well-formed UTF-8 only. Looks one token ahead: now() is what comes next.
class Lexer {
  public:
    Lexer(std::string option, std::string_view text) : option_(std::move(option)), text_(text) { advance(); }

    const Token& now() const { return now_; }
    void advance();
    bool is(Token::Kind kind) const { return now_.kind == kind; }
    bool at_symbol(char symbol) const { return is(Token::Kind::symbol) && now_.text[0] == symbol; }
    bool take_symbol(char symbol) { return at_symbol(symbol) && (advance(), true); }
    void expect_symbol(char symbol);
    bool at_word(std::string_view word) const { return is(Token::Kind::name) && now_.text == word; }
    bool take_word(std::string_view word) { return at_word(word) && (advance(), true); }
    // Whether the character right behind now() is this one.
    bool followed_by(char c) const { return byte_ < text_.size() && text_[byte_] == c; }

    [[noreturn]] void unexpected(std::string_view expected) const;
    [[noreturn]] void wrong(std::size_t offset, std::string_view got, std::string_view expected) const;
    [[noreturn]] void too_costly(std::size_t offset, std::string_view what, std::int64_t most) const;

  private:
    void take(std::size_t bytes);
    std::size_t quoted(std::size_t from) const;  // bytes behind the closing quote; `from`: the opening one
    std::size_t time_size(std::string_view) const;

    std::string option_;
    std::string_view text_;
    std::size_t byte_ = 0, character_ = 0;
    Token now_;
};

}  // namespace hatang::telemetry::odata
