// Inside of db: programs of PostgreSQL as child processes under the account that owns the cluster.
#pragma once

#include <sys/types.h>

#include <string>
#include <vector>

#include "base/account.hpp"

namespace hatang::db {

// Throws Code::cluster_error for an account that has no name: `peer` needs one.
Account account_of(uid_t);

// True when the account may enter the folder. Asked as that account when we are root.
bool can_enter(const Account&, const std::string& folder);

struct ChildSpec {
    std::vector<std::string> argv;  // argv[0] is the path of the program
    int output_fd;                  // gets its stdout and stderr
    bool ends_with_parent = false;  // gets SIGQUIT when we die
    int inherited_fd = -1;          // stays open in the child under the same number
};
// Starts the program with a clean environment, umask 077, in a session of its own (the Ctrl-C of a terminal
// is not for it), as `account` when we are root.
pid_t start_child(const Account&, const ChildSpec&);
// True when it has ended with status 0.
bool wait_child(pid_t);
// Collects the child if it has ended; true then.
bool child_ended(pid_t);

}  // namespace hatang::db
