// Inside of cql2: what both readers share — counting what a filter costs, and checks of literals.
#pragma once

#include <optional>
#include <string_view>

#include "cql2/ast.hpp"
#include "cql2/errors.hpp"
#include "cql2/limits.hpp"
#include "cql2/operators.hpp"

namespace hatang::cql2 {

// Counts while reading; the place is made only for an error.
class Budget {
  public:
    template <class MakePlace>
    void node(MakePlace place) {
        if (++nodes_ > limits::nodes_max) throw too_costly(place(), "nodes", limits::nodes_max);
    }
    template <class MakePlace>
    void vertex(MakePlace place) {
        if (++vertices_ > limits::vertices_max) throw too_costly(place(), "vertices", limits::vertices_max);
    }

  private:
    std::size_t nodes_ = 0, vertices_ = 0;
};

// Levels of the tree; a value alone has one.
int depth_of(const Expression&);
// What is wrong with the form of a geometry, nullptr when nothing: open or short rings, short lines, empty
// parts.
const char* problem_of(const Geometry&);

std::optional<Date> read_date(std::string_view);          // 2026-11-29
std::optional<Instant> read_timestamp(std::string_view);  // RFC 3339
// A bound of an interval: a date, a timestamp or "..".
std::optional<Expression::Node> read_bound(std::string_view);
bool good_property_name(std::string_view);
bool good_function_name(std::string_view);

inline constexpr std::string_view date_form = "2026-11-29", timestamp_form = "2026-11-29T01:30:00Z",
                                  bound_form = "'2026-11-29', '2026-11-29T01:30:00Z', '..'";

}  // namespace hatang::cql2
