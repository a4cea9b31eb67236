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

// With the e-mail address masked, unless the person consented to show it to colleagues.
UserView user_of(const db::Row&);
// As the person sees it.
UserView own(UserView);
task<UserView> read_user(db::Session&, std::int64_t id);  // throws not_found

// The password hash is made by the caller: hashing must not hold a connection. Throws duplicate_user,
// unknown_role, unknown_organisation.
// A program's account takes no password: nobody signs in to it.
enum class AccountKind { person, service };
task<UserView> create_user(Context&, db::Session&, UserInput, std::string password_hash, Actor,
                           AccountKind = AccountKind::person);
// The event `user.changed`: every node forgets what it knows of the account.
task<void> announce_user(Context&, db::Session&, std::int64_t id);
// `expect` sees the current version and throws when the caller's is another. Throws not_found, last_admin,
// unknown_role, unknown_organisation.
task<UserView> change_user(Context&, db::Session&, std::int64_t id, UserPatch,
                           std::function<void(std::int64_t)> expect, Actor);

// Disables the accounts of people that nobody has used for the days of the policy, never the last
// administrator.
task<void> disable_idle_users(Context&);

}  // namespace hatang::security
