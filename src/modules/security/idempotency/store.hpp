// The answers of creating requests, kept in the database for a day: a request that is repeated after a broken
// connection gets the first answer, on whichever node.
#pragma once

#include <optional>
#include <string>

#include "security/context.hpp"

namespace hatang::security {

// The earlier answer, or nothing when the caller is to do the work and then keep or free the key. Throws
// idempotency_conflict for another request under the key, unavailable while the first is still under way.
task<std::optional<http::Response>> begin_request(Context&, std::int64_t user_id, std::string key,
                                                  std::string hash);
task<void> keep_answer(Context&, std::int64_t user_id, std::string key, const http::Response&);
task<void> free_key(Context&, std::int64_t user_id, std::string key);

}  // namespace hatang::security
