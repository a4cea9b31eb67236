// Passwords: argon2id by libsodium, hashed on the blocking pool behind a bounded queue.
#pragma once

#include <string>
#include <string_view>

#include "base/loop.hpp"

namespace hatang::security {

// Throws weak_password, text_too_long or invalid_utf8; `where` is the JSON pointer of the password.
void check_password(std::string_view password, std::string_view where);

// The pure functions. Passwords are compared in Unicode form C, so that every keyboard types the same one. A
// hash is text that carries its own salt and cost.
std::string hash_password(std::string_view password);
bool password_matches(std::string_view hash, std::string_view password);

class PasswordHasher {
  public:
    explicit PasswordHasher(Loop& loop) : loop_(loop) {}
    // Both throw Code::unavailable when too many wait.
    task<std::string> hash(std::string password);
    task<bool> matches(std::string hash, std::string password);
    // Spends the time of `matches` on a hash of nobody, so that an unknown name answers no faster. Always
    // false.
    task<bool> matches_nobody(std::string password);

  private:
    template <class Work>
    auto run(Work work) -> task<std::invoke_result_t<Work>>;

    Loop& loop_;
    int running_ = 0;
    std::string nobody_;
};

}  // namespace hatang::security
