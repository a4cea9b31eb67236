// Finding rows of the audit log.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "db/pool.hpp"
#include "security/audit/canonical.hpp"

namespace hatang::security {

// Absent: not asked for.
struct AuditFilter {
    std::optional<std::string> user, action, entity,
        address;                   // action: also "user.", "user.*", "*.read_restricted"
    std::optional<std::string> q;  // any text, also inside of before and after; letters of any case
    std::optional<std::int64_t> entity_id, user_id;
    std::optional<Instant> from, to;
};

struct AuditRows {
    std::vector<AuditRow> rows;
    std::optional<std::int64_t> next;  // go on before this id
};

// Newest first. With `q` at most search_ids are looked through: then `next` may be there with few rows or
// none.
task<AuditRows> search_audit(db::Pool&, const AuditFilter&, std::optional<std::int64_t> before,
                             std::int64_t limit);

// Every row that fits, oldest first, in pages; at most `rows_max`. Throws too_many_items beyond.
task<std::int64_t> read_audit(db::Pool&, const AuditFilter&, std::int64_t rows_max,
                              std::function<void(const AuditRow&)> each);

}  // namespace hatang::security
