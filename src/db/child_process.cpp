#include "db/child_process.hpp"

#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "base/error.hpp"

namespace hatang::db {
namespace {

void reset_signals() {
    for (const int number : {SIGINT, SIGTERM, SIGQUIT, SIGHUP, SIGPIPE, SIGCHLD, SIGUSR1, SIGUSR2})
        ::signal(number, SIG_DFL);
    sigset_t none;
    ::sigemptyset(&none);
    ::sigprocmask(SIG_SETMASK, &none, nullptr);
}

pid_t fork_or_throw() {
    const pid_t pid = ::fork();
    if (pid < 0) throw Error(Code::cluster_error, {}, {std::string("fork: ") + std::strerror(errno)});
    return pid;
}

}  // namespace

Account account_of(uid_t uid) {
    if (const auto account = account_with(uid)) return *account;
    throw Error(Code::cluster_error, {},
                {"the user id " + std::to_string(uid) + " has no name in /etc/passwd"});
}

bool can_enter(const Account& account, const std::string& folder) {
    if (::geteuid() != 0) return ::access(folder.c_str(), X_OK) == 0;
    const pid_t pid = fork_or_throw();
    if (pid == 0) ::_exit(become(account) && ::access(folder.c_str(), X_OK) == 0 ? 0 : 1);
    return wait_child(pid);
}

pid_t start_child(const Account& account, const ChildSpec& spec) {
    std::vector<char*> argv;
    for (const std::string& word : spec.argv) argv.push_back(const_cast<char*>(word.c_str()));
    argv.push_back(nullptr);
    const char* environment[] = {"PATH=/usr/bin:/bin", "LANG=C.UTF-8", "TZ=UTC", nullptr};

    // Only async-signal-safe calls from here to exec: another thread may have held any lock at the fork.
    const pid_t pid = fork_or_throw();
    if (pid != 0) return pid;
    reset_signals();
    ::setsid();
    ::umask(077);
    const int nothing = ::open("/dev/null", O_RDONLY);
    ::dup2(nothing, 0);
    ::dup2(spec.output_fd, 1);
    ::dup2(spec.output_fd, 2);
    if (spec.inherited_fd >= 0) ::fcntl(spec.inherited_fd, F_SETFD, 0);
    if (!become(account) || ::chdir("/") != 0) ::_exit(126);
    // After the change of account, which would clear it.
    if (spec.ends_with_parent) ::prctl(PR_SET_PDEATHSIG, SIGQUIT);
    ::execve(argv[0], argv.data(), const_cast<char* const*>(environment));
    ::_exit(127);
}

bool wait_child(pid_t pid) {
    int status = 0;
    while (::waitpid(pid, &status, 0) < 0)
        if (errno != EINTR) return false;
    return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}
bool child_ended(pid_t pid) { return ::waitpid(pid, nullptr, WNOHANG) != 0; }

}  // namespace hatang::db
