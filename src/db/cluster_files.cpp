#include "db/cluster_files.hpp"

#include <signal.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "base/error.hpp"
#include "base/text.hpp"

namespace hatang::db {
namespace fs = std::filesystem;
namespace {

constexpr const char* binaries_root = "/usr/lib/postgresql";

// Sized for a laptop; a city runs a PostgreSQL of its own.
constexpr std::string_view cluster_settings =
    R"(# Written by hatang at each start. Your own settings: ALTER SYSTEM.
listen_addresses = ''
port = 5432
unix_socket_permissions = 0700
max_connections = 60
shared_buffers = 256MB
max_wal_size = 2GB
wal_compression = lz4
default_toast_compression = lz4
synchronous_commit = on
random_page_cost = 1.1
jit = off
timezone = 'UTC'
log_timezone = 'UTC'
log_line_prefix = '%m [%p] '
log_min_messages = warning
log_checkpoints = off
)";

std::string read_file(const std::string& path) {
    std::ifstream in(path, std::ios::binary);
    std::ostringstream text;
    text << in.rdbuf();
    return text.str();
}

void write_file(const std::string& path, std::string_view text, const Account& owner) {
    std::ofstream(path, std::ios::binary | std::ios::trunc) << text;
    if (::chmod(path.c_str(), 0600) != 0 ||
        (::geteuid() == 0 && ::chown(path.c_str(), owner.uid, owner.gid) != 0) || read_file(path) != text)
        throw Error(Code::cluster_error, {}, {"cannot write " + path + ": " + std::strerror(errno)});
}

bool fits_socket_address(const std::string& folder) {
    const std::string name = folder + "/.s.PGSQL." + std::to_string(cluster_port);
    return name.size() < sizeof(sockaddr_un{}.sun_path);
}

int number(std::string_view text) {
    int n = 0;
    std::from_chars(text.data(), text.data() + text.size(), n);
    return n;
}

}  // namespace

ClusterPaths cluster_paths(const std::string& folder) {
    ClusterPaths paths;
    paths.folder = fs::weakly_canonical(fs::absolute(folder)).string();
    if (paths.folder.ends_with('/')) paths.folder.pop_back();
    paths.data = paths.folder + "/data";
    paths.log = paths.folder + "/server.log";
    paths.socket = paths.folder + "/socket";
    paths.users = paths.folder + ".users";
    return paths;
}

void make_socket_folder(ClusterPaths& paths, const Account& account) {
    if (!fits_socket_address(paths.socket) || !can_enter(account, paths.folder)) {
        const std::string root = ::geteuid() == 0 ? "/run" : "/tmp";
        paths.socket = root + "/hatang-" + sha256_hex(paths.folder).substr(0, 16);
    }
    const bool made = ::mkdir(paths.socket.c_str(), 0700) == 0;
    if (made && ::geteuid() == 0 && ::chown(paths.socket.c_str(), account.uid, account.gid) != 0)
        throw Error(Code::cluster_error, {}, {"cannot give " + paths.socket + " to " + account.name});
    struct stat found {};
    if (::lstat(paths.socket.c_str(), &found) != 0 || !S_ISDIR(found.st_mode) ||
        found.st_uid != account.uid || (found.st_mode & 077) != 0)
        throw Error(Code::cluster_error, {},
                    {"the socket folder " + paths.socket + " must be a folder of " + account.name +
                     " with mode 0700"});
}

std::string find_binaries(const ClusterPaths& paths) {
    const auto folder_of = [](int major) {
        return std::string(binaries_root) + "/" + std::to_string(major) + "/bin";
    };
    const auto installed = [&](int major) { return fs::exists(folder_of(major) + "/postgres"); };
    if (fs::exists(paths.data)) {
        const int major = number(read_file(paths.data + "/PG_VERSION"));
        if (installed(major)) return folder_of(major);
        throw Error(Code::cluster_error, paths.data,
                    {"the data was made by PostgreSQL " + std::to_string(major) +
                     ", which is not installed; install postgresql-" + std::to_string(major) +
                     ", or move the data to the new version with pg_upgrade"});
    }
    int newest = 0;
    std::error_code none;
    for (const auto& entry : fs::directory_iterator(binaries_root, none)) {
        const int major = number(entry.path().filename().string());
        if (installed(major)) newest = std::max(newest, major);
    }
    if (newest == 0)
        throw Error(Code::cluster_error, {},
                    {"PostgreSQL is not installed; install postgresql and postgresql-postgis"});
    return folder_of(newest);
}

void write_access_rules(const std::string& data, const Account& account) {
    write_file(data + "/pg_hba.conf", "local all all peer map=hatang\n", account);
    std::string map = "hatang " + account.name + " " + cluster_superuser + "\n";
    if (account.uid != 0) map += std::string("hatang root ") + cluster_superuser + "\n";
    write_file(data + "/pg_ident.conf", map, account);
    write_file(data + "/postgresql.conf", "include_if_exists = 'hatang.conf'\n", account);
}

void write_settings(const std::string& data, const std::string& socket, const Account& account) {
    write_file(data + "/hatang.conf",
               std::string(cluster_settings) + "unix_socket_directories = '" + socket + "'\n", account);
}

std::string postmaster_mark(const ClusterPaths& paths) { return "hatang.folder=" + paths.folder; }

std::optional<pid_t> running_postmaster(const ClusterPaths& paths) {
    const std::string file = paths.data + "/postmaster.pid";
    const pid_t pid = number(read_file(file));
    if (pid <= 0) return {};
    const std::string process = "/proc/" + std::to_string(pid);
    const std::string command =
        read_file(process + "/cmdline");  // words that end with NUL; empty for a dead process
    if (command.find(postmaster_mark(paths) + '\0') != std::string::npos) return pid;
    if (command.empty()) return {};
    if (read_file(process + "/comm") == "postgres\n" && command.find("hatang.folder=") == std::string::npos)
        throw Error(Code::cluster_error, paths.data,
                    {"process " + std::to_string(pid) +
                     " serves it and was not started by this program; stop it first"});
    fs::remove(file);
    return {};
}

std::string last_lines(const std::string& file) {
    constexpr std::size_t bytes_shown = 600;
    std::string text = read_file(file);
    while (text.ends_with('\n')) text.pop_back();
    if (text.size() > bytes_shown) text.erase(0, text.find('\n', text.size() - bytes_shown) + 1);
    return text;
}

}  // namespace hatang::db
