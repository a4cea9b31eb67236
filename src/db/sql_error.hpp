// Inside of db: turns what the server or libpq reported into the right exception.
#pragma once

#include <string_view>

struct pg_conn;
struct pg_result;

namespace hatang::db {

// Code::unavailable with the reason libpq gives: the connection is gone or could not be made.
[[noreturn]] void throw_lost(pg_conn*);

// Connection loss, deadlock and serialisation failure become Code::unavailable, a statement time-out
// Code::timeout, text that PostgreSQL cannot hold Code::invalid_utf8 or invalid_value; all else is a
// SqlError.
[[noreturn]] void throw_sql_error(std::string_view query, const pg_result*);

}  // namespace hatang::db
