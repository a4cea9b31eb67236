// Inside of cql2: the tokens of the text form.
#pragma once

#include <string>
#include <string_view>

#include "cql2/errors.hpp"

namespace hatang::cql2 {

struct Token {
    enum class Kind { end, name, quoted_name, text, number, symbol };
    Kind kind = Kind::end;
    std::string_view text;   // as written; without the quotes of a name or text
    std::size_t offset = 0;  // in characters
};

// Well-formed UTF-8 only. Looks one token ahead: now() is what comes next.
class Lexer {
  public:
    explicit Lexer(std::string_view text) : text_(text) { advance(); }

    const Token& now() const { return now_; }
    void advance();
    // Whether an opening bracket follows now(): a name before it is called.
    bool bracket_follows() const;

    bool at_symbol(std::string_view symbol) const { return is(Token::Kind::symbol) && now_.text == symbol; }
    bool at_word(std::string_view word) const;
    bool take_symbol(std::string_view symbol) { return at_symbol(symbol) && (advance(), true); }
    bool take_word(std::string_view word) { return at_word(word) && (advance(), true); }
    bool is(Token::Kind kind) const { return now_.kind == kind; }

    [[noreturn]] void unexpected(std::string_view expected) const;
    // The value of a text token: '' and the escapes of requirement /req/cql2-text/escaping.
    std::string value() const;

  private:
    void skip_blanks();
    void take(std::size_t bytes);
    void quoted(char quote);

    std::string_view text_;
    std::size_t byte_ = 0, character_ = 0;
    Token now_;
};

}  // namespace hatang::cql2
