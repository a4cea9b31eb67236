#include <fcntl.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>

#include "base/error.hpp"
#include "sandbox/child.hpp"

namespace hatang::sandbox {
namespace {

using SteadyClock = std::chrono::steady_clock;

class Pipe {
  public:
    Pipe() {
        if (::pipe2(ends_, O_CLOEXEC) != 0)
            throw Error(Code::sandbox_failed, {}, {"pipe", std::strerror(errno)});
        ::fcntl(ends_[0], F_SETFL, O_NONBLOCK);
    }
    ~Pipe() {
        close_writer();
        ::close(ends_[0]);
    }
    Pipe(const Pipe&) = delete;
    int writer() const { return ends_[1]; }
    void close_writer() {
        if (ends_[1] >= 0) ::close(ends_[1]);
        ends_[1] = -1;
    }
    // Appends what is there. Keeps the last `most` bytes; gives how many came.
    std::size_t drain(std::string& into, std::size_t most) {
        char buffer[16 << 10];
        std::size_t came = 0;
        for (ssize_t n; came < (1 << 20) && (n = ::read(ends_[0], buffer, sizeof buffer)) > 0;) {
            into.append(buffer, static_cast<std::size_t>(n));
            came += static_cast<std::size_t>(n);
        }
        if (into.size() > most) into.erase(0, into.size() - most);
        return came;
    }

  private:
    int ends_[2];
};

// The running program: killed with its whole session when nobody waits for it any longer.
class Child {
  public:
    explicit Child(pid_t pid) : pid_(pid) {}
    ~Child() {
        if (pid_ < 0) return;
        kill();
        while (::waitpid(pid_, nullptr, 0) < 0 && errno == EINTR) {
        }
    }
    Child(const Child&) = delete;
    void kill() const {
        ::kill(-pid_, SIGKILL);
        ::kill(pid_, SIGKILL);  // before its setsid there is no such group
    }
    bool ended(Outcome& outcome) {
        int status = 0;
        rusage used{};
        if (::wait4(pid_, &status, WNOHANG, &used) == 0) return false;
        ::kill(-pid_, SIGKILL);  // what it may have left behind
        pid_ = -1;
        outcome.status = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
        outcome.cpu_s = static_cast<double>(used.ru_utime.tv_sec + used.ru_stime.tv_sec) +
                        static_cast<double>(used.ru_utime.tv_usec + used.ru_stime.tv_usec) / 1e6;
        return true;
    }

  private:
    pid_t pid_;
};

std::uint64_t bytes_in(const std::string& folder) {
    std::uint64_t sum = 0;
    std::error_code ignored;
    for (std::filesystem::recursive_directory_iterator at(folder, ignored), end; !ignored && at != end;
         at.increment(ignored)) {
        const std::uint64_t size = at->is_regular_file(ignored) ? at->file_size(ignored) : 0;
        if (!ignored) sum += size;
        ignored.clear();
    }
    return sum;
}

// What the end of a program says of the limits of the kernel.
std::string limit_of(const Outcome& outcome, const Limits& limits) {
    if (outcome.status == 128 + SIGXCPU || (outcome.status == 128 + SIGKILL && outcome.cpu_s >= limits.cpu_s))
        return "cpu_time";
    if (outcome.status == 128 + SIGXFSZ) return "file_size";
    for (const char* sign :
         {"bad_alloc", "Out of memory", "out of memory", "cannot allocate", "Cannot allocate"})
        if (outcome.status != 0 && outcome.err.find(sign) != std::string::npos) return "memory";
    return {};
}

}  // namespace

task<Outcome> run(Loop& loop, Command command, std::function<task<void>()> still_wanted) {
    Outcome outcome;
    Pipe out, err;
    const pid_t pid = start(command, {out.writer(), err.writer()});
    if (pid < 0) throw Error(Code::sandbox_failed, {}, {command.argv[0], std::strerror(errno)});
    Child child(pid);
    out.close_writer();
    err.close_writer();
    const auto begun = SteadyClock::now();
    auto asked = begun;
    std::size_t written = 0;
    while (true) {
        const bool ended = child.ended(outcome);
        written += out.drain(outcome.out, command.limits.output_bytes);
        err.drain(outcome.err, limits::error_bytes);
        if (ended) break;
        const auto now = SteadyClock::now();
        if (written > command.limits.output_bytes)
            outcome.beyond = "output";
        else if (now - begun > std::chrono::seconds(command.limits.wall_s))
            outcome.beyond = "wall_time";
        else if (now - asked >= limits::ask_every) {
            asked = now;
            if (still_wanted) co_await still_wanted();
            const std::uint64_t bytes = co_await loop.blocking([&] { return bytes_in(command.folder); });
            if (bytes > command.limits.folder_bytes) outcome.beyond = "folder_size";
        }
        if (!outcome.beyond.empty()) {
            child.kill();
            outcome.status = 128 + SIGKILL;
            break;
        }
        co_await loop.sleep(limits::look_every);
    }
    // What came after the last look, with an end on it for a flood.
    while (written <= command.limits.output_bytes) {
        const std::size_t came = out.drain(outcome.out, command.limits.output_bytes);
        if (came == 0) break;
        written += came;
    }
    if (outcome.beyond.empty() && written > command.limits.output_bytes) outcome.beyond = "output";
    if (outcome.beyond.empty()) outcome.beyond = limit_of(outcome, command.limits);
    if (outcome.status >= 120 && outcome.status <= 127)
        throw Error(
            Code::sandbox_failed, {},
            {command.argv[0], "exit " + std::to_string(outcome.status) + " " + outcome.err.substr(0, 200)});
    co_return outcome;
}

}  // namespace hatang::sandbox
