// Accounts of the operating system: under which one a child process runs.
#pragma once

#include <sys/types.h>

#include <optional>
#include <string>
#include <vector>

namespace hatang {

struct Account {
    uid_t uid;
    gid_t gid;
    std::string name;
    std::vector<gid_t> groups;
};

std::optional<Account> account_named(const std::string&);
std::optional<Account> account_with(uid_t);
// Turns this process into the account; nothing to do when we are not root. Only async-signal-safe calls: for
// the time between fork and exec.
bool become(const Account&);

}  // namespace hatang
