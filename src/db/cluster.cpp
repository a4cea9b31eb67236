#include "db/cluster.hpp"

#include <fcntl.h>
#include <libpq-fe.h>
#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <cstring>
#include <filesystem>
#include <thread>

#include "db/child_process.hpp"
#include "db/cluster_files.hpp"

namespace hatang::db {
namespace fs = std::filesystem;
namespace {

using Say = std::function<void(std::string_view)>;
using SteadyClock = std::chrono::steady_clock;

// Recovery after a power cut reads up to max_wal_size of log; on a slow disk that takes minutes.
constexpr std::chrono::minutes start_wait_max{10};
constexpr std::chrono::seconds fast_stop_wait_max{10}, hard_stop_wait_max{5};
constexpr std::chrono::milliseconds poll_pause{20};
constexpr std::uintmax_t log_bytes_max = 10 << 20;  // then server.log becomes server.log.1

[[noreturn]] void fail(const ClusterPaths& paths, const std::string& sentence) {
    throw Error(Code::cluster_error, paths.folder, {sentence});
}

class Descriptor {
  public:
    explicit Descriptor(int fd = -1) : fd_(fd) {}
    Descriptor(const Descriptor&) = delete;
    Descriptor(Descriptor&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
    Descriptor& operator=(Descriptor&& other) noexcept {
        std::swap(fd_, other.fd_);
        return *this;
    }
    ~Descriptor() {
        if (fd_ >= 0) ::close(fd_);
    }
    int get() const { return fd_; }

  private:
    int fd_;
};

// Bytes of the lock file: who starts or stops holds the first alone; who uses the cluster shares the second.
// The kernel lets go of both when a program dies.
enum LockByte : off_t { starting = 0, using_it = 1 };

bool lock(int fd, LockByte byte, short type, bool wait) {
    struct flock region {};
    region.l_type = type;
    region.l_whence = SEEK_SET;
    region.l_start = byte;
    region.l_len = 1;
    while (::fcntl(fd, wait ? F_OFD_SETLKW : F_OFD_SETLK, &region) != 0)
        if (errno != EINTR) return false;
    return true;
}

template <class Condition>
bool wait_until(std::chrono::milliseconds limit, Condition condition) {
    for (const auto deadline = SteadyClock::now() + limit; !condition();
         std::this_thread::sleep_for(poll_pause))
        if (SteadyClock::now() > deadline) return false;
    return true;
}

std::string conninfo(const ClusterPaths& paths, std::string_view database) {
    std::string host;
    for (const char c : paths.socket) host.append(c == '\'' || c == '\\' ? "\\" : "").append(1, c);
    return "host='" + host + "' port=" + std::to_string(cluster_port) + " user=" + cluster_superuser +
           " dbname=" + std::string(database);
}

// One short-lived connection for the making of the database.
class Admin {
  public:
    Admin(const ClusterPaths& paths, std::string_view database)
        : paths_(paths), connection_(PQconnectdb(conninfo(paths, database).c_str()), PQfinish) {
        if (PQstatus(connection_.get()) != CONNECTION_OK) fail(paths, PQerrorMessage(connection_.get()));
        run("set client_min_messages = warning");
    }
    int run(const std::string& sql) {  // gives the number of rows
        const std::unique_ptr<PGresult, decltype(&PQclear)> result(PQexec(connection_.get(), sql.c_str()),
                                                                   PQclear);
        const auto status = PQresultStatus(result.get());
        if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK)
            fail(paths_, PQerrorMessage(connection_.get()));
        return PQntuples(result.get());
    }

  private:
    const ClusterPaths& paths_;
    std::unique_ptr<PGconn, decltype(&PQfinish)> connection_;
};

Account account_for(const ClusterPaths& paths, const std::string& wanted) {
    struct stat found {};
    const bool exists = ::stat(paths.data.c_str(), &found) == 0;
    if (::geteuid() != 0) {
        if (exists && found.st_uid != ::geteuid())
            fail(paths, "it belongs to the account " + account_of(found.st_uid).name +
                            "; run the program as that account or as root");
        return account_of(::geteuid());
    }
    if (exists && found.st_uid != 0) return account_of(found.st_uid);
    for (const std::string& name : {wanted, std::string("postgres")})
        if (const auto account = account_named(name); account && account->uid != 0) return *account;
    fail(paths, "PostgreSQL cannot run as root and there is no account “" + wanted + "” or “postgres”");
}

void give_to(const ClusterPaths& paths, const std::string& path, const Account& account) {
    if (::geteuid() == 0 && ::chown(path.c_str(), account.uid, account.gid) != 0)
        fail(paths, "cannot give " + path + " to " + account.name + ": " + std::strerror(errno));
}

void make_folder(const ClusterPaths& paths, const std::string& path, const Account& account) {
    if (::mkdir(path.c_str(), 0700) != 0 && errno != EEXIST)
        fail(paths, "cannot make " + path + ": " + std::strerror(errno));
    give_to(paths, path, account);
}

Descriptor open_log(const ClusterPaths& paths, const Account& account) {
    std::error_code absent;
    if (fs::file_size(paths.log, absent) > log_bytes_max && !absent) fs::rename(paths.log, paths.log + ".1");
    Descriptor log(::open(paths.log.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600));
    if (log.get() < 0) fail(paths, "cannot write " + paths.log + ": " + std::strerror(errno));
    give_to(paths, paths.log, account);
    return log;
}

// The data folder as the server's programs see it. An account that cannot pass a parent folder (a data folder
// below a closed home) reaches it through a descriptor that we opened.
struct DataFolder {
    Descriptor opened;
    std::string name;
    int inherited_fd() const { return opened.get(); }
};
DataFolder data_folder(const ClusterPaths& paths, const std::string& path, const Account& account) {
    if (can_enter(account, paths.folder)) return {Descriptor(), path};
    Descriptor opened(::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (opened.get() < 0) fail(paths, "cannot open " + path + ": " + std::strerror(errno));
    std::string name = "/proc/self/fd/" + std::to_string(opened.get());
    return {std::move(opened), std::move(name)};
}

// Made under another name and renamed when complete: what was cut short is never taken for a cluster.
void create(const ClusterPaths& paths, const Account& account, const std::string& binaries, int log) {
    const std::string unfinished = paths.data + ".unfinished";
    fs::remove_all(unfinished);
    make_folder(paths, unfinished, account);
    const DataFolder data = data_folder(paths, unfinished, account);
    const pid_t child =
        start_child(account, {{binaries + "/initdb", "-D", data.name, "-U", cluster_superuser, "-E", "UTF8",
                               "--locale=C.UTF-8", "--data-checksums", "--auth=peer", "--no-sync"},
                              log,
                              true,
                              data.inherited_fd()});
    if (!wait_child(child)) fail(paths, "initdb failed: " + last_lines(paths.log));
    write_access_rules(unfinished, account);
    const Descriptor folder(::open(unfinished.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    ::syncfs(folder.get());
    fs::rename(unfinished, paths.data);
}

bool answers(const ClusterPaths& paths) { return PQping(conninfo(paths, "postgres").c_str()) == PQPING_OK; }

void make_database(const ClusterPaths& paths) {
    Admin server(paths, "postgres");
    if (server.run("select from pg_database where datname = 'hatang'") == 0)
        server.run("create database hatang template template0 encoding 'UTF8' locale 'C.UTF-8'");
    Admin database(paths, "hatang");
    for (const std::string extension : {"postgis", "unaccent", "pg_trgm"}) {
        if (database.run("select from pg_available_extensions where name = '" + extension + "'") == 0)
            fail(paths, "the PostgreSQL extension " + extension +
                            " is not installed; install postgresql-postgis and postgresql-contrib");
        database.run("create extension if not exists " + extension);
    }
}

}  // namespace

struct Cluster::State {
    ClusterPaths paths;
    Account account;
    std::string binaries;
    bool ends_with_program = false;
    Descriptor users;
    pid_t child = 0;  // 0: somebody else started it
    bool left = false;

    void start();
    bool running() const {
        return !(child != 0 && child_ended(child)) && running_postmaster(paths).has_value();
    }
    void stop_server() const;
};

void Cluster::State::start() {
    const Descriptor log = open_log(paths, account);
    write_settings(paths.data, paths.socket, account);
    const DataFolder data = data_folder(paths, paths.data, account);
    child = start_child(account, {{binaries + "/postgres", "-D", data.name, "-c", postmaster_mark(paths)},
                                  log.get(),
                                  ends_with_program,
                                  data.inherited_fd()});
}

void Cluster::State::stop_server() const {
    const auto pid = running_postmaster(paths);
    if (!pid) return;
    const auto gone = [&] { return !running(); };
    ::kill(*pid, SIGINT);
    if (wait_until(fast_stop_wait_max, gone)) return;
    ::kill(*pid, SIGQUIT);
    wait_until(hard_stop_wait_max, gone);
}

Cluster Cluster::open(const ClusterConfig& config, const std::function<void(std::string_view)>& say) {
    const auto tell = [&](const std::string& step) {
        if (say) say(step);
    };
    Cluster cluster(std::make_unique<State>());  // leaves what it has joined when a step below fails
    State* const state = cluster.state_.get();
    ClusterPaths& paths = state->paths;
    paths = cluster_paths(config.folder);
    std::error_code error;
    fs::create_directories(fs::path(paths.folder).parent_path(), error);
    const Account& account = state->account = account_for(paths, config.account);
    state->ends_with_program = config.ends_with_program;
    make_folder(paths, paths.folder, account);
    state->users = Descriptor(::open(paths.users.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600));
    const int users = state->users.get();
    if (users < 0 || !lock(users, starting, F_WRLCK, true))
        fail(paths, "cannot lock " + paths.users + ": " + std::strerror(errno));

    give_to(paths, paths.users, account);
    make_socket_folder(paths, account);
    state->binaries = find_binaries(paths);
    if (!running_postmaster(paths)) {
        if (!fs::exists(paths.data)) {
            tell("Tạo cụm PostgreSQL riêng trong " + paths.folder);
            const Descriptor log = open_log(paths, account);
            create(paths, account, state->binaries, log.get());
        }
        tell("Khởi động PostgreSQL");
        state->start();
    }
    const bool ready = wait_until(start_wait_max, [&] {
        if (state->child != 0 && child_ended(state->child))
            fail(paths, "PostgreSQL did not start: " + last_lines(paths.log));
        return answers(paths);
    });
    if (!ready) fail(paths, "PostgreSQL does not answer; see " + paths.log);
    make_database(paths);
    lock(users, using_it, F_RDLCK, true);
    lock(users, starting, F_UNLCK, false);
    return cluster;
}

Cluster::Cluster(std::unique_ptr<State> state) : state_(std::move(state)) {}
Cluster::Cluster(Cluster&&) noexcept = default;
Cluster::~Cluster() {
    if (state_) stop();
}

std::string Cluster::url(std::string_view database) const { return conninfo(state_->paths, database); }
bool Cluster::started_here() const { return state_->child != 0; }

bool Cluster::revive() {
    State& state = *state_;
    if (state.left) return false;
    if (state.child != 0 && !child_ended(state.child)) return false;  // it runs, or is about to
    if (running_postmaster(state.paths)) return false;
    const int users = state.users.get();
    if (!lock(users, starting, F_WRLCK, false)) return false;
    struct Unlock {
        int users;
        ~Unlock() { lock(users, starting, F_UNLCK, false); }
    } const unlock{users};
    state.start();
    return true;
}

void Cluster::stop() {
    if (std::exchange(state_->left, true)) return;
    const int users = state_->users.get();
    if (users < 0) return;
    lock(users, starting, F_WRLCK, true);
    if (lock(users, using_it, F_WRLCK, false)) {
        state_->stop_server();
        std::error_code not_empty;
        fs::remove(state_->paths.socket, not_empty);
    }
    state_->users = Descriptor();
}

}  // namespace hatang::db
