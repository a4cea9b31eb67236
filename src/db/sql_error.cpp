#include "db/sql_error.hpp"

#include <libpq-fe.h>

#include "base/error.hpp"
#include "db/pool.hpp"

namespace hatang::db {
namespace {

std::string first_line(const char* text) {
    std::string line = text ? text : "";
    line.resize(std::min(line.size(), line.find('\n')));
    return line;
}

std::string diagnostic(const PGresult* result, int field) {
    const char* text = PQresultErrorField(result, field);
    return text ? text : "";
}

// PostgreSQL 15, appendix A: class 08 connection exception, 57P shutdown, 53300 too many connections, 40
// transaction rollback (serialisation failure, deadlock), 55P03 lock not available.
bool passes_by_itself(std::string_view sqlstate) {
    return sqlstate.empty() || sqlstate.starts_with("08") || sqlstate.starts_with("57P") ||
           sqlstate == "53300" || sqlstate.starts_with("40") || sqlstate == "55P03";
}

}  // namespace

SqlError::SqlError(std::string q, std::string s, std::string c, std::string m)
    : query(std::move(q)), sqlstate(std::move(s)), constraint(std::move(c)), message(std::move(m)) {}
bool SqlError::unique_violation(std::string_view name) const {
    return sqlstate == "23505" && constraint == name;
}
bool SqlError::foreign_key_violation(std::string_view name) const {
    return sqlstate == "23503" && constraint == name;
}

void throw_lost(pg_conn* connection) {
    throw Error(Code::unavailable, {}, {"PostgreSQL: " + first_line(PQerrorMessage(connection))});
}

void throw_sql_error(std::string_view query, const pg_result* result) {
    const std::string sqlstate = diagnostic(result, PG_DIAG_SQLSTATE);
    const std::string text = first_line(PQresultErrorMessage(result));
    if (passes_by_itself(sqlstate)) throw Error(Code::unavailable, {}, {"PostgreSQL: " + text});
    if (sqlstate == "57014")
        throw Error(Code::timeout, {}, {"statement_timeout (" + std::string(query) + ")"});
    if (sqlstate == "22021") throw Error(Code::invalid_utf8);
    if (sqlstate == "22P05")
        throw Error(Code::invalid_value, {}, {"\\u0000", "text without the NUL character"});
    throw SqlError(std::string(query), sqlstate, diagnostic(result, PG_DIAG_CONSTRAINT_NAME),
                   std::string(query) + ": " + text + " (" + sqlstate + ")");
}

}  // namespace hatang::db
