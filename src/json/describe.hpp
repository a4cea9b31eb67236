// One description of a struct serves three ends: reading it strictly from JSON (unknown fields, wrong types
// and missing fields are errors with a JSON pointer), writing it, and its schema in the OpenAPI document.
//
//   struct Note { std::int64_t id; std::string text; std::optional<Instant> at; };
//   template <> struct hatang::json::Describe<Note> {
//       static constexpr std::string_view name = "Note";
//       static constexpr auto fields = std::tuple{
//           field("id", &Note::id, "Identifier"),
//           field("text", &Note::text, "What was seen", Limits{.length_max = 4000}),
//           field("at", &Note::at, "When, RFC 3339")};
//   };
//
// Field types: bool, std::int64_t, double, std::string, Instant, Raw (any JSON), std::optional<T> (may be
// absent or null), Patch<T> (absent, null and a value are three things), std::vector<T>, described structs,
// and enums described with `values`.
#pragma once

#include <limits>
#include <optional>
#include <string>
#include <tuple>
#include <type_traits>
#include <vector>

#include "base/time.hpp"
#include "json/value.hpp"
#include "json/writer.hpp"

namespace hatang::json {

// JSON kept as text: free-form attributes, geometry. Empty means null.
struct Raw {
    std::string json;
};

// A field of a JSON merge patch (RFC 7396): absent leaves the value, null clears it.
template <class T>
struct Patch {
    bool given = false;
    std::optional<T> value;
};

struct Limits {
    std::size_t length_max = 400;  // code points of a text
    std::size_t length_min = 0;
    double least = -std::numeric_limits<double>::infinity();
    double most = std::numeric_limits<double>::infinity();
    std::size_t items_max = 10'000;  // of an array
};

template <class Struct, class T>
struct Field {
    std::string_view name;
    T Struct::*member;
    std::string_view about;
    Limits limits;
};
template <class Struct, class T>
constexpr Field<Struct, T> field(std::string_view name, T Struct::*member, std::string_view about,
                                 Limits limits = {}) {
    return {name, member, about, limits};
}

// Specialise with `name` and `fields` for a struct, `name` and `values` (array of pair<Enum, string_view>)
// for an enum.
template <class T>
struct Describe;

template <class T>
concept DescribedStruct = requires {
    Describe<T>::fields;
};
template <class T>
concept DescribedEnum = requires {
    Describe<T>::values;
};

template <class T>
inline constexpr bool is_optional = false;
template <class T>
inline constexpr bool is_optional<std::optional<T>> = true;
template <class T>
inline constexpr bool is_patch = false;
template <class T>
inline constexpr bool is_patch<Patch<T>> = true;
template <class T>
inline constexpr bool may_be_absent = is_optional<T> || is_patch<T>;

template <class T>
inline constexpr bool is_vector = false;
template <class T>
inline constexpr bool is_vector<std::vector<T>> = true;

// -- enums
// ----------------------------------------------------------------------------------------------------------
template <DescribedEnum E>
constexpr std::string_view to_text(E e) {
    for (const auto& [value, text] : Describe<E>::values)
        if (value == e) return text;
    return {};
}
template <DescribedEnum E>
std::optional<E> from_text(std::string_view s) {
    for (const auto& [value, text] : Describe<E>::values)
        if (text == s) return value;
    return {};
}
template <DescribedEnum E>
std::string all_texts() {
    std::string out;
    for (const auto& [value, text] : Describe<E>::values) out.append(out.empty() ? "" : ", ").append(text);
    return out;
}

// -- reading
// --------------------------------------------------------------------------------------------------------
void check_text(std::string_view text, const Limits&, std::string_view where);
void check_number(double number, const Limits&, std::string_view where);
Instant read_instant(std::string_view text, std::string_view where);

template <DescribedStruct T>
T read(Value, std::string_view where = {});

template <class T>
T read_value(Value v, const Limits& limits, std::string_view where) {
    if constexpr (is_optional<T>) {
        if (v.is_null()) return std::nullopt;
        return read_value<typename T::value_type>(v, limits, where);
    } else if constexpr (is_patch<T>) {
        T out;
        out.given = true;
        out.value = read_value<decltype(out.value)>(v, limits, where);
        return out;
    } else if constexpr (is_vector<T>) {
        T out;
        if (v.kind() == Kind::array && v.size() > limits.items_max)
            throw Error(Code::too_many_items, std::string(where),
                        {std::to_string(v.size()), std::to_string(limits.items_max)});
        for (Value item : v.items(where))
            out.push_back(read_value<typename T::value_type>(item, limits, pointer(where, out.size())));
        return out;
    } else if constexpr (std::is_same_v<T, bool>) {
        return v.boolean(where);
    } else if constexpr (std::is_same_v<T, std::int64_t>) {
        const std::int64_t n = v.integer(where);
        check_number(static_cast<double>(n), limits, where);
        return n;
    } else if constexpr (std::is_same_v<T, double>) {
        const double n = v.number(where);
        check_number(n, limits, where);
        return n;
    } else if constexpr (std::is_same_v<T, std::string>) {
        const std::string_view s = v.text(where);
        check_text(s, limits, where);
        return to_nfc(s);
    } else if constexpr (std::is_same_v<T, Instant>) {
        return read_instant(v.text(where), where);
    } else if constexpr (std::is_same_v<T, Raw>) {
        return Raw{v.dump()};
    } else if constexpr (DescribedEnum<T>) {
        const std::string_view s = v.text(where);
        if (const auto e = from_text<T>(s)) return *e;
        throw Error(Code::invalid_value, std::string(where), {std::string(s), all_texts<T>()});
    } else {
        return read<T>(v, where);
    }
}

template <DescribedStruct T>
T read(Value v, std::string_view where) {
    T out{};
    std::uint64_t seen = 0;  // one bit a field: a struct has at most 64
    for (const auto [name, item] : v.members(where)) {
        bool known = false;
        std::uint64_t bit = 1;
        std::apply(
            [&](const auto&... f) {
                (..., [&] {
                    if (!known && f.name == name) {
                        known = true;
                        if (seen & bit)
                            throw Error(Code::duplicate_field, pointer(where, name), {std::string(name)});
                        seen |= bit;
                        using M = std::remove_reference_t<decltype(out.*f.member)>;
                        out.*f.member = read_value<M>(item, f.limits, pointer(where, name));
                    }
                    bit <<= 1;
                }());
            },
            Describe<T>::fields);
        if (!known) throw Error(Code::unknown_field, pointer(where, name), {std::string(name)});
    }
    std::uint64_t bit = 1;
    std::apply(
        [&](const auto&... f) {
            (..., [&] {
                using M = std::remove_reference_t<decltype(out.*f.member)>;
                if constexpr (!may_be_absent<M>)
                    if (!(seen & bit))
                        throw Error(Code::missing_field, pointer(where, f.name), {std::string(f.name)});
                bit <<= 1;
            }());
        },
        Describe<T>::fields);
    return out;
}

// -- writing
// --------------------------------------------------------------------------------------------------------
template <class T>
void write(Writer& w, const T& v) {
    if constexpr (is_optional<T>) {
        if (v)
            write(w, *v);
        else
            w.null();
    } else if constexpr (is_vector<T>) {
        w.begin_array();
        for (const auto& item : v) write(w, item);
        w.end_array();
    } else if constexpr (std::is_same_v<T, Instant>) {
        w.value(to_rfc3339(v));
    } else if constexpr (std::is_same_v<T, Raw>) {
        w.raw(v.json.empty() ? "null" : std::string_view(v.json));
    } else if constexpr (DescribedEnum<T>) {
        w.value(to_text(v));
    } else if constexpr (DescribedStruct<T>) {
        w.begin_object();
        std::apply([&](const auto&... f) { (..., (w.key(f.name), write(w, v.*f.member))); },
                   Describe<T>::fields);
        w.end_object();
    } else {
        w.value(v);
    }
}
template <class T>
std::string to_json(const T& v) {
    Writer w;
    write(w, v);
    return w.take();
}

// -- schema (OpenAPI 3.0)
// ------------------------------------------------------------------------------------------- Collects the
// named schemas of a document while references to them are written.
class Schemas {
  public:
    virtual ~Schemas() = default;
    // True the first time a name is met: the caller then writes the schema into `definition(name)`.
    virtual bool enter(std::string_view name) = 0;
    virtual void define(std::string_view name, std::string schema) = 0;
};

void write_schema_limits(Writer&, const Limits&, bool is_text, bool is_number);

template <class T>
void write_schema(Writer& w, Schemas& all, const Limits& limits = {}, std::string_view about = {}) {
    if constexpr (is_optional<T>) {
        write_schema<typename T::value_type>(w, all, limits, about);
        return;
    }
    if constexpr (is_patch<T>) {
        write_schema<typename decltype(T::value)::value_type>(w, all, limits, about);
        return;
    }
    if constexpr (DescribedStruct<T>) {
        if (all.enter(Describe<T>::name)) {
            Writer body;
            body.begin_object()
                .field("type", "object")
                .field("additionalProperties", false)
                .key("required")
                .begin_array();
            std::apply(
                [&](const auto&... f) {
                    (..., [&] {
                        using M = std::remove_cvref_t<decltype(std::declval<T>().*f.member)>;
                        if constexpr (!may_be_absent<M>) body.value(f.name);
                    }());
                },
                Describe<T>::fields);
            body.end_array().key("properties").begin_object();
            std::apply(
                [&](const auto&... f) {
                    (..., [&] {
                        using M = std::remove_cvref_t<decltype(std::declval<T>().*f.member)>;
                        body.key(f.name);
                        write_schema<M>(body, all, f.limits, f.about);
                    }());
                },
                Describe<T>::fields);
            body.end_object().end_object();
            all.define(Describe<T>::name, body.take());
        }
        w.begin_object().field("$ref", "#/components/schemas/" + std::string(Describe<T>::name)).end_object();
        return;
    } else if constexpr (!may_be_absent<T>) {
        w.begin_object();
        if (!about.empty()) w.field("description", about);
        if constexpr (is_vector<T>) {
            w.field("type", "array").field("maxItems", limits.items_max).key("items");
            write_schema<typename T::value_type>(w, all, limits);
        } else if constexpr (std::is_same_v<T, bool>) {
            w.field("type", "boolean");
        } else if constexpr (std::is_same_v<T, std::int64_t>) {
            w.field("type", "integer").field("format", "int64");
            write_schema_limits(w, limits, false, true);
        } else if constexpr (std::is_same_v<T, double>) {
            w.field("type", "number");
            write_schema_limits(w, limits, false, true);
        } else if constexpr (std::is_same_v<T, std::string>) {
            w.field("type", "string");
            write_schema_limits(w, limits, true, false);
        } else if constexpr (std::is_same_v<T, Instant>) {
            w.field("type", "string").field("format", "date-time");
        } else if constexpr (DescribedEnum<T>) {
            w.field("type", "string").key("enum").begin_array();
            for (const auto& [value, text] : Describe<T>::values) w.value(text);
            w.end_array();
        }
        w.end_object();
    }
}

}  // namespace hatang::json
