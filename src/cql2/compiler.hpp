// Inside of cql2: from the tree to SQL. Each expression is checked against the queryables and written in one
// walk. Values become parameters of the Where at once; the text holds only what this program wrote.
#pragma once

#include <string>
#include <vector>

#include "cql2/cql2.hpp"
#include "cql2/errors.hpp"
#include "cql2/functions.hpp"
#include "cql2/operators.hpp"

namespace hatang::cql2 {

// Where the compiler stands: a chain on the stack, written out only for an error.
struct At {
    const Expression& e;
    const At* parent = nullptr;
    std::size_t index = 0;

    At below(const Expression& child, std::size_t i) const { return {child, this, i}; }
    Place place() const;
    std::string pointer() const;
};

// Type of a piece of SQL. Integers and reals are one: CQL2 compares them with each other.
enum class Base { text, number, boolean, instant, date, interval, geometry, nothing };
struct SqlType {
    Base base = Base::nothing;
    bool array = false;  // of base; of nothing when it has no elements
    bool operator==(const SqlType&) const = default;
};
std::string type_name(SqlType);

struct Sql {
    SqlType type;
    std::string text;
};

class Compiler {
  public:
    Compiler(db::Where& where, const Queryables& queryables, FilterCrs crs)
        : where_(where), queryables_(queryables), crs_(crs) {}

    std::string condition(const At&);

  private:
    // compiler.cpp
    const Queryable& queryable(const At&, std::string_view name) const;
    Sql value(const At&);   // of any type but interval
    Sql scalar(const At&);  // text, number, boolean, instant or date
    Sql call(const At&, const Function&);
    Sql expect(const At&, Base);
    std::string operand(const At& at, std::size_t index, Base base);  // of the operation at `at`

    // compiler_comparison.cpp
    std::string comparison(const At&, const Operation&);
    std::string like(const At&, const Operation&);
    std::string in(const At&, const Operation&);
    std::string is_null(const At&, const Operation&);
    // A condition that follows from the comparison and has an index; empty when there is none.
    std::string indexed(const Expression& value, const Expression& pattern, bool is_pattern);

    // compiler_temporal.cpp
    std::string temporal(const At&, const Operation&);
    struct Span {
        std::string start, end;
        bool days = false, interval = false;
    };
    Span span(const At&);
    Sql bound(const At&, bool is_start);

    // compiler_spatial.cpp
    std::string spatial(const At&, const Operation&);
    std::string geometry_literal(const At&, const Geometry&);
    std::string bbox_literal(const At&, const Bbox&);
    Position on_earth(const At&, Position) const;

    // compiler_array.cpp
    std::string array(const At&, const Operation&);
    Sql array_operand(const At&);

    std::string parameter(db::Param value, std::string_view cast = {}) {
        return where_.value(std::move(value)).append(cast);
    }

    db::Where& where_;
    const Queryables& queryables_;
    FilterCrs crs_;
};

// The day of a timestamp in the city.
std::string day_of(std::string_view instant_sql);
// Dates and timestamps may be compared: both then count as days. Otherwise types have to be equal.
bool comparable(SqlType, SqlType);
void to_days(std::vector<Sql>&);  // when a date is among them

}  // namespace hatang::cql2
