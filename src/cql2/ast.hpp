// The expression tree of CQL2 (OGC 21-065r2). Values throughout: copied, compared and moved like any other.
// Both encodings read into this tree and are written from it.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/time.hpp"
#include "geo/geometry.hpp"

namespace hatang::cql2 {

struct Expression;

// The standardised operators and functions; their names and shapes are in operators.hpp.
enum class Op : std::uint8_t {
    // clang-format off
    and_, or_, not_,
    equal, not_equal, less, greater, less_equal, greater_equal,
    like, between, in, is_null,
    casei, accenti,
    add, subtract, multiply, divide, modulo, div, power,
    s_contains, s_crosses, s_disjoint, s_equals, s_intersects, s_overlaps, s_touches, s_within,
    t_after, t_before, t_contains, t_disjoint, t_during, t_equals, t_finished_by, t_finishes, t_intersects,
    t_meets, t_met_by, t_overlapped_by, t_overlaps, t_started_by, t_starts,
    a_contained_by, a_contains, a_equals, a_overlaps,
    // clang-format on
};

// A day without a time zone: that of the city.
struct Date {
    std::int32_t days = 0;  // since 1970-01-01
    auto operator<=>(const Date&) const = default;
};

// '..', an end of an interval that is not there.
struct Open {
    bool operator==(const Open&) const = default;
};

struct Interval {
    std::vector<Expression> ends;  // two, each Date, Instant, Open, Property or Function
    bool operator==(const Interval&) const;
};

// Corners in the axes of the filter's CRS. West may be greater than east: the box then spans the
// antimeridian.
struct Bbox {
    std::vector<double> bounds;  // four numbers, or six with heights
    bool operator==(const Bbox&) const = default;
};

struct Position {
    double x = 0, y = 0;
    std::optional<double> z;
    bool operator==(const Position&) const = default;
};

// A point or line has positions; everything else has parts: the rings of a polygon (as lines), the members of
// a multi-geometry or collection.
struct Geometry {
    geo::Type type = geo::Type::point;
    std::vector<Position> positions;
    std::vector<Geometry> parts;
    bool operator==(const Geometry&) const = default;
};

struct Array {
    std::vector<Expression> items;
    bool operator==(const Array&) const;
};

struct Property {
    std::string name;
    bool operator==(const Property&) const = default;
};

// A function of this program, see functions.hpp.
struct Function {
    std::string name;
    std::vector<Expression> args;
    bool operator==(const Function&) const;
};

struct Operation {
    Op op = Op::and_;
    std::vector<Expression> args;  // `in` has two: the value and an Array
    bool operator==(const Operation&) const;
};

struct Expression {
    using Node = std::variant<bool, std::int64_t, double, std::string, Date, Instant, Open, Interval, Bbox,
                              Geometry, Array, Property, Function, Operation>;
    static constexpr std::uint32_t nowhere = 0xFFFF'FFFF;

    Node node;
    std::uint32_t offset =
        nowhere;  // in characters from the beginning of the text; nowhere when it came as JSON

    template <class T>
    const T* as() const {
        return std::get_if<T>(&node);
    }
    // Equal trees; where they stood does not count.
    bool operator==(const Expression& other) const { return node == other.node; }
};

inline bool Interval::operator==(const Interval&) const = default;
inline bool Array::operator==(const Array&) const = default;
inline bool Function::operator==(const Function&) const = default;
inline bool Operation::operator==(const Operation&) const = default;

}  // namespace hatang::cql2
