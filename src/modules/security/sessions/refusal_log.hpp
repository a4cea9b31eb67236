// Every refused sign-in leaves a line in the log, a count in the metrics, and one in the database for those
// who watch.
#pragma once

#include "security/context.hpp"

namespace hatang::security {

// `user`: as stored; empty for a name that is no account's: people type their password into the wrong field.
void note_refusal(Context&, const std::string& address, std::optional<std::int64_t> account_id,
                  std::string_view user, std::string_view code);
// Writes what was counted since the last call.
task<void> write_refusals(Context&);

}  // namespace hatang::security
