// Setting a password: rule, history, the sessions that end with it.
#pragma once

#include "security/context.hpp"

namespace hatang::security {

// A password that has passed every check, hashed and not yet stored.
struct NewPassword {
    std::string hash;
    bool strong = false;  // enough without a second factor
};
// For an account that is being made.
task<NewPassword> first_password(Context&, std::string user_name, std::string password, std::string where);
// For one that is there. Throws what check_password throws, password_reused, not_found.
task<NewPassword> next_password(Context&, std::int64_t account_id, std::string password, std::string where);
// Stores it and ends the sessions of the account but one (0: all); audit row and event.
task<void> store_password(Context&, db::Session&, std::int64_t account_id, NewPassword,
                          std::int64_t session_kept, Actor);

}  // namespace hatang::security
