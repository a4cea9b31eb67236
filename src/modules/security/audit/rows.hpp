// Rows of the audit log as they come from the database.
#pragma once

#include "db/query.hpp"
#include "security/audit/head.hpp"

namespace hatang::security {

AuditRow audit_row_of(const db::Row&);
// Where the chain begins.
struct Origin {
    std::string chain_id, public_key;
    std::int64_t adopted = 0;
    Instant made_at;
};
Origin origin_of(const db::Row&);
Seal seal_of(const db::Row&, const Origin&);

}  // namespace hatang::security
