// Inside of db: the files of a private cluster: where they are, what is written into them, what they tell.
#pragma once

#include <sys/types.h>

#include <optional>
#include <string>

#include "db/child_process.hpp"

namespace hatang::db {

inline constexpr const char* cluster_superuser = "hatang";
inline constexpr int cluster_port = 5432;  // a part of the name of the socket, nothing listens on TCP

struct ClusterPaths {
    std::string folder;  // absolute, without symbolic links
    std::string data, log, socket, users;
};
ClusterPaths cluster_paths(const std::string& folder);
// folder/socket, or a short folder below /run (root) or /tmp when the name would not fit a socket address or
// the account could not enter it. Made with mode 0700 for the account; Code::cluster_error when a stranger
// owns it.
void make_socket_folder(ClusterPaths&, const Account&);

// Folder with the programs of the major version that made the cluster, or of the newest installed for a new
// one.
std::string find_binaries(const ClusterPaths&);

// pg_hba.conf and pg_ident.conf: the account and root, by `peer`, nobody else. Ends with an include of
// hatang.conf.
void write_access_rules(const std::string& data, const Account&);
// hatang.conf: written at each start, so that a new version of the program brings its settings. ALTER SYSTEM
// wins.
void write_settings(const std::string& data, const std::string& socket, const Account&);

// A setting on the command line of the server, by which it is known again: /proc shows it to every account.
std::string postmaster_mark(const ClusterPaths&);
// Process that serves this data folder, from postmaster.pid checked against /proc; nothing when the file is
// stale. A stale file is removed when another process has its number now: PostgreSQL would refuse to start.
std::optional<pid_t> running_postmaster(const ClusterPaths&);

std::string last_lines(const std::string& file);

}  // namespace hatang::db
