// Gathers the watch page from what is recorded.
#pragma once

#include "security/context.hpp"
#include "security/watch/views.hpp"

namespace hatang::security {

task<FailedSignIns> failed_sign_ins(Context&);
task<std::vector<LockedAccount>> locked_accounts(Context&);
task<std::vector<UnusualAccess>> unusual_access(Context&);
task<std::vector<RightsChange>> rights_changes(Context&);
task<std::vector<NewDevice>> new_devices(Context&);
task<WatchFacts> watch_facts(Context&, const Integrity&);
AuditState audit_state(const Context&);

}  // namespace hatang::security
