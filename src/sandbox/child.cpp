#include "sandbox/child.hpp"

#include <fcntl.h>
#include <linux/landlock.h>
#include <sched.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>

#include "base/error.hpp"

namespace hatang::sandbox {
namespace {

constexpr std::uint64_t may_read =
    LANDLOCK_ACCESS_FS_EXECUTE | LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR;
// Everything that version 1 of Landlock knows; truncation (version 3) follows from writing.
constexpr std::uint64_t all_access =
    may_read | LANDLOCK_ACCESS_FS_WRITE_FILE | LANDLOCK_ACCESS_FS_REMOVE_DIR |
    LANDLOCK_ACCESS_FS_REMOVE_FILE | LANDLOCK_ACCESS_FS_MAKE_CHAR | LANDLOCK_ACCESS_FS_MAKE_DIR |
    LANDLOCK_ACCESS_FS_MAKE_REG | LANDLOCK_ACCESS_FS_MAKE_SOCK | LANDLOCK_ACCESS_FS_MAKE_FIFO |
    LANDLOCK_ACCESS_FS_MAKE_BLOCK | LANDLOCK_ACCESS_FS_MAKE_SYM;
constexpr std::uint64_t may_write =
    all_access &
    ~std::uint64_t{LANDLOCK_ACCESS_FS_EXECUTE | LANDLOCK_ACCESS_FS_MAKE_CHAR | LANDLOCK_ACCESS_FS_MAKE_BLOCK};

bool allow(int rules, const char* path, std::uint64_t access) {
    const int fd = ::open(path, O_PATH | O_CLOEXEC);
    if (fd < 0) return true;  // not there: nothing to allow
    struct stat about {};
    if (::fstat(fd, &about) == 0 && !S_ISDIR(about.st_mode))
        access &= LANDLOCK_ACCESS_FS_EXECUTE | LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_WRITE_FILE;
    const landlock_path_beneath_attr rule{.allowed_access = access, .parent_fd = fd};
    const bool good = ::syscall(SYS_landlock_add_rule, rules, LANDLOCK_RULE_PATH_BENEATH, &rule, 0) == 0;
    ::close(fd);
    return good;
}

void limit(int what, rlim_t value, rlim_t hard_more = 0) {
    const rlimit both{value, value + hard_more};
    if (::setrlimit(static_cast<__rlimit_resource>(what), &both) != 0) ::_exit(123);
}

void set_limits(const Limits& l) {
    limit(RLIMIT_AS, l.memory_bytes);
    limit(RLIMIT_FSIZE, l.file_bytes);
    limit(RLIMIT_CPU, static_cast<rlim_t>(l.cpu_s),
          1);  // SIGXCPU tells what happened; a second later SIGKILL
    limit(RLIMIT_NOFILE, static_cast<rlim_t>(l.open_files));
    limit(RLIMIT_CORE, 0);
    // After the change of account: no further process and no thread.
    limit(RLIMIT_NPROC, 0);
}

void reset_signals() {
    for (const int number : {SIGINT, SIGTERM, SIGQUIT, SIGHUP, SIGPIPE, SIGCHLD, SIGUSR1, SIGUSR2, SIGXFSZ})
        ::signal(number, SIG_DFL);
    sigset_t none;
    ::sigemptyset(&none);
    ::sigprocmask(SIG_SETMASK, &none, nullptr);
}

}  // namespace

const std::optional<Account>& sandbox_account() {
    static const std::optional<Account> account = []() -> std::optional<Account> {
        if (::geteuid() != 0) return {};
        for (const char* name : {"hatang-sandbox", "nobody"})
            if (auto found = account_named(name); found && found->uid != 0) {
                found->groups.clear();
                return found;
            }
        return {};
    }();
    return account;
}

bool leave_network() {
    return ::unshare(::geteuid() == 0 ? CLONE_NEWNET | CLONE_NEWIPC
                                      : CLONE_NEWUSER | CLONE_NEWNET | CLONE_NEWIPC) == 0;
}

bool confine_files() {
    const landlock_ruleset_attr attributes{.handled_access_fs = all_access};
    const int rules =
        static_cast<int>(::syscall(SYS_landlock_create_ruleset, &attributes, sizeof attributes, 0));
    if (rules < 0) return false;
    bool good = allow(rules, ".", may_write);
    for (const char* path : {"/usr", "/lib", "/lib64", "/bin", "/etc/ld.so.cache", "/dev/urandom"})
        good = good && allow(rules, path, may_read);
    good = good && allow(rules, "/dev/null", may_read | LANDLOCK_ACCESS_FS_WRITE_FILE);
    good = good && ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 &&
           ::syscall(SYS_landlock_restrict_self, rules, 0) == 0;
    ::close(rules);
    return good;
}

pid_t start(const Command& command, Pipes pipes) {
    std::vector<char*> argv, environment;
    for (const std::string& word : command.argv) argv.push_back(const_cast<char*>(word.c_str()));
    for (const std::string& word : command.environment)
        environment.push_back(const_cast<char*>(word.c_str()));
    argv.push_back(nullptr);
    environment.push_back(nullptr);
    const std::optional<Account>& account = sandbox_account();
    const Facts protection = facts();

    // Only async-signal-safe calls from here to exec: another thread may have held any lock at the fork.
    const pid_t pid = ::fork();
    if (pid != 0) return pid;
    reset_signals();
    ::setsid();
    ::umask(077);
    const int nothing = ::open("/dev/null", O_RDONLY);
    ::dup2(nothing, 0);
    ::dup2(pipes.out, 1);
    ::dup2(pipes.err, 2);
    ::close_range(3, ~0U, 0);
    // As ourselves: the account may enter the folder, but perhaps none above it.
    if (::chdir(command.folder.c_str()) != 0) ::_exit(120);
    if (protection.network_off && !leave_network()) ::_exit(121);
    if (account && !become(*account)) ::_exit(122);
    set_limits(command.limits);
    ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
    if (protection.files_confined && !confine_files()) ::_exit(124);
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);  // the change of account clears it
    ::execve(argv[0], argv.data(), environment.data());
    ::_exit(127);
}

namespace {

template <class Try>
bool works_in_child(Try attempt) {
    const pid_t pid = ::fork();
    if (pid < 0) return false;
    if (pid == 0) ::_exit(::chdir("/tmp") == 0 && attempt() ? 0 : 1);
    int status = 0;
    while (::waitpid(pid, &status, 0) < 0)
        if (errno != EINTR) return false;
    return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

}  // namespace

const Facts& facts() {
    static const Facts found = [] {
        Facts out;
        if (const auto& account = sandbox_account()) out.account = account->name;
        out.network_off = works_in_child(leave_network);
        out.files_confined = works_in_child(confine_files);
        return out;
    }();
    return found;
}

void make_folder(const std::string& path) {
    std::filesystem::create_directory(path);
    if (const auto& account = sandbox_account())
        if (::chown(path.c_str(), account->uid, account->gid) != 0)
            throw Error(Code::sandbox_failed, {}, {path, std::strerror(errno)});
    if (::chmod(path.c_str(), 0700) != 0) throw Error(Code::sandbox_failed, {}, {path, std::strerror(errno)});
}

}  // namespace hatang::sandbox
