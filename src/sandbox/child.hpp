// Inside of sandbox: the child between fork and exec.
#pragma once

#include <sys/types.h>

#include <optional>

#include "base/account.hpp"
#include "sandbox/sandbox.hpp"

namespace hatang::sandbox {

// `hatang-sandbox` where the operator made it, else `nobody`; nothing when we are not root. Never the account
// of the database: that one may sign in to it.
const std::optional<Account>& sandbox_account();

// A network namespace without devices; a user namespace around it when we are not root.
bool leave_network();
// Reading: programs, libraries and their data. Writing: the working folder. False where the kernel has no
// Landlock.
bool confine_files();

struct Pipes {
    int out, err;  // the child's ends
};
// The child; never returns into the parent's code. Gives its process id.
pid_t start(const Command&, Pipes);

}  // namespace hatang::sandbox
