// Writing rows of the audit log.
#pragma once

#include "security/api.hpp"
#include "security/audit/keys.hpp"

namespace hatang::security {

// In the transaction of the change. Blocks nobody.
task<void> write_audit(db::Session&, const AuditKeys&, Instant at, const Actor&, const Change&);

}  // namespace hatang::security
