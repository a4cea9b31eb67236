// Programs that ask without a person: a token of their own, confined to some permissions and, for a device,
// to some datastreams, with an end.
#pragma once

#include "security/context.hpp"

namespace hatang::security {

// "hts_" and 64 hexadecimal digits; the table keeps their SHA-256.
inline constexpr std::string_view credential_prefix = "hts_";
bool is_credential(std::string_view token);

// Permissions that a credential may never carry: with them it could give itself all others.
bool is_for_people_only(std::string_view permission);

// The program behind a token of a request. Throws unauthenticated for a token that is unknown, ended,
// revoked, of a disabled account or in a cookie, credential_not_allowed for the routes of people.
task<http::Principal> program_of(Context&, const http::Request&, std::string_view token);

bool credential_may_write(const Context&, std::int64_t credential_id, std::int64_t datastream_id);
// On the event `credential.changed`.
void forget_credential(Context&, std::string_view key);

}  // namespace hatang::security
