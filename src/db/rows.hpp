// Inside of db: wraps a result of libpq.
#pragma once

#include "db/query.hpp"

struct pg_result;

namespace hatang::db {

Rows take_rows(pg_result*);  // owns it

}  // namespace hatang::db
