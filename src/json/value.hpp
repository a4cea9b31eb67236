// Reading JSON. parse() checks size, depth and UTF-8, then gives a tree that is read in place (simdjson
// behind it, hidden). A Value is a light handle; it must not outlive its Document.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/error.hpp"

namespace hatang::json {

// Deep enough for a GeometryCollection inside a feature inside a batch, far from any stack limit.
inline constexpr int depth_max = 64;

enum class Kind { null, boolean, integer, real, text, array, object };

class Value {
  public:
    Kind kind() const;
    bool is_null() const { return kind() == Kind::null; }

    // Each throws Code::wrong_type with `where` (a JSON pointer) when the kind does not fit.
    bool boolean(std::string_view where = {}) const;
    std::int64_t integer(std::string_view where = {}) const;  // integers only, no 1.0
    double number(std::string_view where = {}) const;         // integer or real, always finite
    std::string_view text(std::string_view where = {}) const;

    std::size_t size() const;                                 // of an array or object, 0 otherwise
    std::optional<Value> find(std::string_view field) const;  // of an object
    std::string dump() const;                                 // minified JSON of this value

    // for (Value item : value.items())           for (auto [name, item] : value.members())
    class Items;
    class Members;
    Items items(std::string_view where = {}) const;      // throws wrong_type when not an array
    Members members(std::string_view where = {}) const;  // throws wrong_type when not an object

  private:
    friend class Document;
    const void* tape_ = nullptr;
    std::size_t index_ = 0;
};

struct Member {
    std::string_view name;
    Value value;
};

class Value::Items {
  public:
    struct Iterator {
        Value operator*() const;
        Iterator& operator++();
        bool operator!=(const Iterator& other) const { return index != other.index; }
        const void* tape;
        std::size_t index;
    };
    Iterator begin() const { return {tape_, first_}; }
    Iterator end() const { return {tape_, last_}; }

  private:
    friend class Value;
    const void* tape_;
    std::size_t first_, last_;
};

class Value::Members {
  public:
    struct Iterator {
        Member operator*() const;
        Iterator& operator++();
        bool operator!=(const Iterator& other) const { return index != other.index; }
        const void* tape;
        std::size_t index;
    };
    Iterator begin() const { return {tape_, first_}; }
    Iterator end() const { return {tape_, last_}; }

  private:
    friend class Value;
    const void* tape_;
    std::size_t first_, last_;
};

class Document {
  public:
    Document(Document&&) noexcept;
    ~Document();
    Value root() const;

  private:
    friend Document parse(std::string_view);
    struct State;
    explicit Document(std::unique_ptr<State>);
    std::unique_ptr<State> state_;
};

// Throws invalid_json, invalid_utf8 or json_too_deep.
Document parse(std::string_view text);

// "/a/b" + "c" → "/a/b/c", with ~ and / escaped (RFC 6901).
std::string pointer(std::string_view base, std::string_view member);
std::string pointer(std::string_view base, std::size_t index);

}  // namespace hatang::json
