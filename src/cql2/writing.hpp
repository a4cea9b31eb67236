// Inside of cql2: pieces of both written forms.
#pragma once

#include <string>

#include "cql2/ast.hpp"

namespace hatang::cql2 {

std::string number_text(std::int64_t);
// Shortest digits that read back to the same number, with a mark of a real number: 5.0, 1e+300.
std::string number_text(double);
std::string date_text(Date);
// A bound of an interval that is no reference; without quotes.
std::string bound_text(const Expression&);
// Well-known text: POLYGON Z ((1 2 3, …)).
std::string wkt(const Geometry&);

}  // namespace hatang::cql2
