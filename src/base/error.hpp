// The only error type that crosses a border. One table (error_table.def) gives each code its HTTP status
// and its Vietnamese and English text.
#pragma once

#include <cstdint>
#include <exception>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace hatang {

enum class Code : std::uint16_t {
#define HATANG_ERROR(name, status, vi, en) name,
#include "base/error_table.def"
#undef HATANG_ERROR
};

struct ErrorInfo {
    std::string_view code;  // stable, snake_case, part of the public interface
    int http_status;
    std::string_view vi, en;  // with {0} {1} … for the arguments of the error
};

const ErrorInfo& error_info(Code);

// What happened (code), where (a JSON pointer, parameter or header name; may be empty) and the words that
// fill the texts of the table. Throw it from handlers and I/O; pure parsers return Result<T>.
class Error : public std::exception {
  public:
    Error(Code code, std::string where = {}, std::vector<std::string> args = {});

    const char* what() const noexcept override { return what_.c_str(); }
    std::string text_vi() const;
    std::string text_en() const;

    Code code;
    std::string where;
    std::vector<std::string> args;

  private:
    std::string what_;
};

// Either a value or an error. For pure code, where a refused input is an ordinary outcome.
template <class T>
class [[nodiscard]] Result {
  public:
    Result(T value) : held_(std::in_place_index<0>, std::move(value)) {}
    Result(Error error) : held_(std::in_place_index<1>, std::move(error)) {}

    explicit operator bool() const { return held_.index() == 0; }
    const Error& error() const { return std::get<1>(held_); }
    T& operator*() & { return std::get<0>(held_); }
    const T& operator*() const& { return std::get<0>(held_); }
    T* operator->() { return &**this; }
    const T* operator->() const { return &**this; }
    // The value, or the error thrown.
    T value() && {
        if (!*this) throw error();
        return std::move(**this);
    }

  private:
    std::variant<T, Error> held_;
};

}  // namespace hatang
