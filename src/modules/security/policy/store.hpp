// What was set of the policy, kept in the database and known to every node.
#pragma once

#include <optional>

#include "security/context.hpp"

namespace hatang::security {

struct PolicyView {
    std::string key;
    json::Raw value, standard;
    std::string title_vi, title_en, legal_basis;
    std::optional<Instant> changed_at;
    std::optional<std::string> changed_by;
};

// Reads the table into the context. A row that no longer fits the file (a rule that has ended, a bound that
// has moved) is passed over with a warning: the standard value holds.
task<void> load_policy(Context&);
task<std::vector<PolicyView>> policy_views(Context&);
// Checks all, then sets all or none: audit row and event `policy.changed` in the same transaction.
task<void> change_policy(Context&, std::map<std::string, std::string> json_by_key, Actor);

}  // namespace hatang::security
