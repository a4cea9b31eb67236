// A request read: its resource path and its query options. Values throughout. Names are resolved against the
// model and types checked while reading, so whoever walks a tree meets only what exists and fits.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/time.hpp"
#include "telemetry/sensorthings/odata/functions.hpp"
#include "telemetry/sensorthings/odata/model.hpp"

namespace hatang::telemetry::odata {

struct Expression;

enum class Op : std::uint8_t { or_, and_, not_, eq, ne, lt, le, gt, ge, add, sub, mul, div, mod, negate };

struct Null {
    bool operator==(const Null&) const = default;
};
struct Interval {
    Instant start, end;
    bool operator==(const Interval&) const = default;
};
struct Duration {
    std::int64_t us = 0;
    bool operator==(const Duration&) const = default;
};
struct Date {
    std::int64_t days = 0;  // since 1970-01-01
    bool operator==(const Date&) const = default;
};
struct TimeOfDay {
    std::int64_t us = 0;  // since midnight
    bool operator==(const TimeOfDay&) const = default;
};
struct Geometry {
    std::string wkt;  // checked: numbers, brackets and names of geometries only
    bool operator==(const Geometry&) const = default;
};

// From the entity that is asked, or from the variable of a lambda, along links to a property.
struct Path {
    int variable = 0;  // 0: the entity that is asked; n: that of the nth lambda around
    std::vector<const Navigation*> steps;
    const Property* property = nullptr;
    std::vector<std::string> members;  // inside of an open property

    bool crosses_many() const {
        for (const Navigation* n : steps)
            if (n->many) return true;
        return false;
    }
    bool operator==(const Path&) const = default;
};

struct Operation {
    Op op = Op::and_;
    std::vector<Expression> args;
    bool operator==(const Operation&) const;
};

// The value and the list.
struct In {
    std::vector<Expression> args;
    bool operator==(const In&) const;
};

struct Call {
    const FunctionInfo* function = nullptr;
    std::vector<Expression> args;
    bool operator==(const Call&) const;
};

// any, all over the entities at the end of the links; without a body (any alone): whether there is one.
struct Lambda {
    bool all = false;
    int from_variable = 0;
    std::vector<const Navigation*> steps;  // the last leads to many
    int variable = 0;
    std::vector<Expression> body;  // none or one
    bool operator==(const Lambda&) const;
};

// Numbers are doubles; whole ones beyond 2^53, which only identifiers are, stay exact.
struct Expression {
    std::variant<Null, bool, double, std::int64_t, std::string, Instant, Interval, Duration, Date, TimeOfDay,
                 Geometry, Path, Operation, In, Call, Lambda>
        node;
    Kind kind = Kind::null;
    std::uint32_t offset = 0;  // in characters from the beginning of the option

    template <class T>
    const T* as() const {
        return std::get_if<T>(&node);
    }
    bool is_literal() const {
        return !as<Path>() && !as<Operation>() && !as<In>() && !as<Call>() && !as<Lambda>();
    }
    bool operator==(const Expression& other) const { return node == other.node && kind == other.kind; }
};

inline bool Operation::operator==(const Operation&) const = default;
inline bool In::operator==(const In&) const = default;
inline bool Call::operator==(const Call&) const = default;
inline bool Lambda::operator==(const Lambda&) const = default;

struct OrderBy {
    Expression value;
    bool descending = false;
};

struct Expand;

struct Options {
    std::optional<Expression> filter;
    std::vector<OrderBy> orderby;
    std::vector<Expand> expand;
    // Names of properties and links, "id" for the identifier; nothing: all.
    std::optional<std::vector<std::string_view>> select;
    std::optional<std::int64_t> top, skip;
    bool count = false;

    bool selects(std::string_view name) const;
};

struct Expand {
    const Navigation* navigation = nullptr;
    Options options;
};

inline bool Options::selects(std::string_view name) const {
    if (!select) return true;
    for (const std::string_view chosen : *select)
        if (chosen == name) return true;
    return false;
}

// /Things(1)/Datastreams(2)/Sensor/name/$value
struct Resource {
    enum class Form { entity, collection, property, value, references };
    struct Part {
        const Navigation* navigation = nullptr;  // null: the first, an entity set
        Set set = Set::things;
        std::optional<std::int64_t> key;
    };
    std::vector<Part> parts;  // none: the service document
    Form form = Form::collection;
    const Property* property = nullptr;

    Set set() const { return parts.back().set; }
};

}  // namespace hatang::telemetry::odata
