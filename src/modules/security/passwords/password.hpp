// Passwords: argon2id by libsodium, hashed on the blocking pool behind a bounded queue.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/loop.hpp"

namespace hatang::security {

// The pure functions. Passwords are compared in Unicode form C, so that every keyboard types the same one. A
// hash is text that carries its own salt and cost.
std::string hash_password(std::string_view password);
bool password_matches(std::string_view hash, std::string_view password);

class PasswordHasher {
  public:
    explicit PasswordHasher(Loop& loop) : loop_(loop), free_(loop) {}
    // All throw Code::unavailable when too many wait. Strangers, clients without a known device, find fewer
    // places than the rest; those outside of the city's networks the fewest.
    enum class For { outsider, stranger, known };
    task<std::string> hash(std::string password);
    task<bool> matches(std::string hash, std::string password, For = For::known);
    // Spends the time of `matches` on a hash of nobody, so that an unknown name answers no faster. Always
    // false.
    task<bool> matches_nobody(std::string password, For = For::known);
    // Whether one of the hashes is of this password: for those that may not be used again.
    task<bool> matches_any(std::vector<std::string> hashes, std::string password);

  private:
    template <class Work>
    auto run(For, Work work) -> task<std::invoke_result_t<Work>>;

    Loop& loop_;
    Signal free_;
    int hashing_ = 0;
    int running_ = 0;
    std::string nobody_;
};

}  // namespace hatang::security
