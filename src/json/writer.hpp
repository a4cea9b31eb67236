// Writing JSON: appends to one string, puts the commas, never builds a tree.
#pragma once

#include <charconv>
#include <cstdint>
#include <string>
#include <string_view>
#include <type_traits>

#include "base/text.hpp"

namespace hatang::json {

class Writer {
  public:
    Writer& begin_object() { return open('{'); }
    Writer& end_object() { return close('}'); }
    Writer& begin_array() { return open('['); }
    Writer& end_array() { return close(']'); }
    Writer& key(std::string_view name) {
        separate();
        append_json_string(out_, name);
        out_ += ':';
        fresh_ = true;
        return *this;
    }
    Writer& value(std::string_view text) {
        separate();
        append_json_string(out_, text);
        return *this;
    }
    Writer& value(const char* text) { return value(std::string_view(text)); }
    Writer& value(const std::string& text) { return value(std::string_view(text)); }
    Writer& value(bool b) { return raw(b ? "true" : "false"); }
    Writer& value(double d) {
        separate();
        append_json_number(out_, d);
        return *this;
    }
    template <class T>
    requires(std::is_integral_v<T> && !std::is_same_v<T, bool>) Writer& value(T n) {
        char buffer[24];
        return raw({buffer, std::to_chars(buffer, buffer + sizeof buffer, n).ptr});
    }
    Writer& null() { return raw("null"); }
    // Text that is JSON already.
    Writer& raw(std::string_view json) {
        separate();
        out_.append(json);
        return *this;
    }
    template <class T>
    Writer& field(std::string_view name, const T& v) {
        key(name);
        return value(v);
    }
    Writer& raw_field(std::string_view name, std::string_view json) {
        key(name);
        return raw(json);
    }

    std::string& text() { return out_; }
    std::string take() { return std::move(out_); }

  private:
    Writer& open(char c) {
        separate();
        out_ += c;
        fresh_ = true;
        return *this;
    }
    Writer& close(char c) {
        out_ += c;
        fresh_ = false;
        return *this;
    }
    void separate() {
        if (!fresh_) out_ += ',';
        fresh_ = false;
    }
    std::string out_;
    bool fresh_ = true;
};

}  // namespace hatang::json
