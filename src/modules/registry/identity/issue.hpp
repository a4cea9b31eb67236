// Issuing provisional codes of the city. A code is given once, stays with its work and is never given again.
#pragma once

#include "registry/assets/store.hpp"

namespace hatang::registry {

// Gives the work its code, or the one it has. Call in a transaction. Throws not_found, forbidden,
// has_national_code and invalid_transition for works that are gone.
task<std::string> issue_code(db::Session&, Context&, const http::Call&, std::int64_t asset_id);

// Codes for these works, which the transaction holds locked; gives those that lacked one.
task<std::vector<std::int64_t>> issue_codes(db::Session&, Context&, std::vector<std::int64_t> asset_ids,
                                            security::Actor);

// Throws for a code of the city that is typed in, changed or left out, and for new codes that have not the
// structure that the city has set for their kind.
void check_codes_kept(const Context&, const std::vector<Identifier>& before,
                      const std::vector<Identifier>& after);

void register_code_jobs(Context&);
void add_issue_routes(http::Router&, Context&);

}  // namespace hatang::registry
