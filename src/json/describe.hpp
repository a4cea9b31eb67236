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

#include <array>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <tuple>
#include <type_traits>
#include <utility>
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
    using type = T;
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

// A field as the code sees it that reads any struct: that code is compiled once, not once a struct.
struct ReadField {
    std::string_view name;
    bool required = false;
    Limits limits;
    void* (*member)(void* object) = nullptr;
    void (*read)(void* member, Value, const Limits&, std::string_view where) = nullptr;
};
// Throws unknown_field, duplicate_field, missing_field and what the fields throw.
void read_members(Value, void* object, std::span<const ReadField>, std::string_view where);

template <class T, std::size_t I>
void* member_of(void* object) {
    return &(static_cast<T*>(object)->*std::get<I>(Describe<T>::fields).member);
}
template <class M>
void read_member(void* member, Value v, const Limits& limits, std::string_view where) {
    *static_cast<M*>(member) = read_value<M>(v, limits, where);
}
template <class T, class... F>
constexpr std::array<ReadField, sizeof...(F)> read_fields(const std::tuple<F...>& fields) {
    return [&]<std::size_t... I>(std::index_sequence<I...>) {
        return std::array<ReadField, sizeof...(F)>{
            ReadField{std::get<I>(fields).name, !may_be_absent<typename F::type>, std::get<I>(fields).limits,
                      member_of<T, I>, read_member<typename F::type>}...};
    }
    (std::index_sequence_for<F...>{});
}

template <DescribedStruct T>
T read(Value v, std::string_view where) {
    static constexpr auto fields = read_fields<T>(Describe<T>::fields);
    T out{};
    read_members(v, &out, fields, where);
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

// A field as the code sees it that writes the schema of any struct.
struct SchemaField {
    std::string_view name, about;
    Limits limits;
    bool required = false;
    void (*write)(Writer&, Schemas&, const Limits&, std::string_view about) = nullptr;
};
// A reference to the schema of a struct, which is defined when its name is met for the first time.
void write_struct_schema(Writer&, Schemas&, std::string_view name, std::span<const SchemaField>);

template <class T>
void write_schema(Writer& w, Schemas& all, const Limits& limits = {}, std::string_view about = {});

template <class... F>
constexpr std::array<SchemaField, sizeof...(F)> schema_fields(const std::tuple<F...>& fields) {
    return std::apply(
        [](const F&... f) {
            return std::array<SchemaField, sizeof...(F)>{SchemaField{f.name, f.about, f.limits,
                                                                     !may_be_absent<typename F::type>,
                                                                     write_schema<typename F::type>}...};
        },
        fields);
}

template <class T>
void write_schema(Writer& w, Schemas& all, const Limits& limits, std::string_view about) {
    if constexpr (is_optional<T>) {
        write_schema<typename T::value_type>(w, all, limits, about);
    } else if constexpr (is_patch<T>) {
        write_schema<typename decltype(T::value)::value_type>(w, all, limits, about);
    } else if constexpr (DescribedStruct<T>) {
        static constexpr auto fields = schema_fields(Describe<T>::fields);
        write_struct_schema(w, all, Describe<T>::name, fields);
    } else {
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
