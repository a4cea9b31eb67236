// Making and changing accounts, inside the caller's transaction.
#pragma once

#include "security/context.hpp"
#include "security/users/views.hpp"

namespace hatang::security {

// The name as it is stored: ASCII letters in lower case. Throws invalid_value when it has other characters
// than a–z 0–9 . - _ or does not begin with a letter or digit.
std::string user_name_of(std::string_view typed, std::string_view where);
// Throws unknown_role with the JSON pointer of the role.
void check_roles(const Roles&, const std::vector<std::string>&, std::string_view where);

UserView user_of(const db::Row&);
task<UserView> read_user(db::Session&, std::int64_t id);  // throws not_found

// The password hash is made by the caller: hashing must not hold a connection. Throws duplicate_user,
// unknown_role, unknown_organisation.
task<UserView> create_user(Context&, db::Session&, UserInput, std::string password_hash, Actor);
// `expect` sees the current version and throws when the caller's is another. Throws not_found, last_admin,
// unknown_role, unknown_organisation.
task<UserView> change_user(Context&, db::Session&, std::int64_t id, UserPatch,
                           std::function<void(std::int64_t)> expect, Actor);
// Ends every session of the account.
task<void> change_password(Context&, db::Session&, std::int64_t id, std::string password_hash, Actor);

}  // namespace hatang::security
