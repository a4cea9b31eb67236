// CQL2, the Common Query Language of OGC (21-065r2): read it, write it, turn it into SQL. Pure: no I/O.
#pragma once

#include <string>
#include <string_view>

#include "cql2/ast.hpp"
#include "cql2/queryables.hpp"
#include "db/migrate.hpp"
#include "db/where.hpp"
#include "geo/crs.hpp"
#include "json/value.hpp"

namespace hatang::cql2 {

// The coordinate system of the geometries in a filter, see geo::NamedCrs.
struct FilterCrs {
    geo::Crs crs = geo::Crs::wgs84;
    bool latitude_first = false;
};

// Throw invalid_filter (where, what was found, what was expected), filter_too_costly or invalid_utf8.
// Where: the parameter "filter" and the number of the character in it, counted from 0; for
// JSON a JSON pointer.
Expression parse_text(std::string_view);
Expression parse_json(json::Value);

// Canonical forms: what they give is read back as the same tree.
std::string to_text(const Expression&);
std::string to_json(const Expression&);

// Checks names and types against the queryables and adds the filter as one condition. Rows are kept for which
// it is true; false and NULL leave them out. Values travel only as parameters. Further error:
// unknown_queryable. A Where that saw an error is to be thrown away.
void add_to(db::Where&, const Expression&, const Queryables&, FilterCrs = {});
// The check alone.
void check(const Expression&, const Queryables&, FilterCrs = {});

// The SQL functions that conditions use (schema `cql2`).
db::ModuleSchema schema();

}  // namespace hatang::cql2
