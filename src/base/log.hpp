// Structured logs: one line of JSON per event, `log::info("telemetry.sealed", {{"chunks", n}, {"ms", t}})`.
// The event name is stable and dotted (module.event); the fields carry the facts. Never a secret.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <type_traits>

namespace hatang::log {

class Value {
  public:
    Value(std::string_view text);
    Value(const char* text) : Value(std::string_view(text)) {}
    Value(const std::string& text) : Value(std::string_view(text)) {}
    Value(bool);
    Value(double);
    template <class T>
    requires(std::is_integral_v<T> && !std::is_same_v<T, bool>) Value(T number)
        : json_(std::to_string(number)) {}

    const std::string& json() const { return json_; }

  private:
    std::string json_;
};

struct Field {
    std::string_view name;
    Value value;
};

enum class Level { debug, info, warn, error };

void configure(Level least, bool to_stderr_as_text);
// Whether a line of this level is written: worth asking where its fields cost something.
bool writes(Level);
void write(Level, std::string_view event, std::initializer_list<Field> = {});

inline void debug(std::string_view event, std::initializer_list<Field> f = {}) {
    write(Level::debug, event, f);
}
inline void info(std::string_view event, std::initializer_list<Field> f = {}) {
    write(Level::info, event, f);
}
inline void warn(std::string_view event, std::initializer_list<Field> f = {}) {
    write(Level::warn, event, f);
}
inline void error(std::string_view event, std::initializer_list<Field> f = {}) {
    write(Level::error, event, f);
}

}  // namespace hatang::log
