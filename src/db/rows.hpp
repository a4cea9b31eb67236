// Inside of db: wraps a result of libpq, and makes one without a server for simulations.
#pragma once

#include <string>
#include <vector>

#include "db/query.hpp"

struct pg_result;

namespace hatang::db {

Rows take_rows(pg_result*);  // owns it
// Rows with these columns; the values say their types.
Rows made_rows(const std::vector<std::string>& columns, const std::vector<std::vector<Param>>& rows);

}  // namespace hatang::db
