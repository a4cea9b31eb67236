#include "files/store.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <filesystem>

#include "base/error.hpp"
#include "base/log.hpp"
#include "base/text.hpp"
#include "files/limits.hpp"

namespace hatang::files {
namespace fs = std::filesystem;
namespace {

class Descriptor {
  public:
    explicit Descriptor(int fd) : fd_(fd) {}
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    ~Descriptor() {
        if (fd_ >= 0) ::close(fd_);
    }
    int get() const { return fd_; }

  private:
    int fd_;
};

[[noreturn]] void fail(const fs::path& path, int error) {
    log::error("files.failed", {{"path", path.string()}, {"error", std::strerror(error)}});
    throw Error(Code::unavailable, "files", {std::strerror(error)});
}

// Two levels: no folder gets more than 1/256 of the files.
fs::path path_of(const std::string& folder, std::string_view name) {
    return fs::path(folder) / name.substr(0, 2) / name;
}
fs::path incoming_of(const std::string& folder) { return fs::path(folder) / "incoming"; }

void sync_folder(const fs::path& folder) {
    const Descriptor d(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (d.get() < 0 || ::fsync(d.get()) != 0) fail(folder, errno);
}

// Makes a folder whose entry in its parent is durable.
void make_folder(const fs::path& folder) {
    std::error_code error;
    if (!fs::create_directories(folder, error)) {
        if (error) fail(folder, error.value());
        return;
    }
    sync_folder(folder.parent_path());
}

void write_all(const Descriptor& d, std::string_view bytes, const fs::path& path) {
    while (!bytes.empty()) {
        const ssize_t n = ::write(d.get(), bytes.data(), bytes.size());
        if (n < 0 && errno == EINTR) continue;
        if (n < 0) fail(path, errno);
        bytes.remove_prefix(static_cast<std::size_t>(n));
    }
}

// A rename puts the whole file in place or nothing. The folder is synchronised even when the file was there:
// another writer of the same bytes may not have come so far yet.
std::string put_now(const std::string& folder, const std::string& bytes) {
    const std::string name = sha256_hex(bytes);
    const fs::path target = path_of(folder, name);
    make_folder(target.parent_path());
    std::error_code error;
    if (!fs::exists(target, error)) {
        make_folder(incoming_of(folder));
        const fs::path temporary = incoming_of(folder) / (name + "." + random_hex(8));
        {
            const Descriptor d(::open(temporary.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0640));
            if (d.get() < 0) fail(temporary, errno);
            try {
                write_all(d, bytes, temporary);
                if (::fsync(d.get()) != 0) fail(temporary, errno);
            } catch (...) {
                ::unlink(temporary.c_str());
                throw;
            }
        }
        if (::rename(temporary.c_str(), target.c_str()) != 0) fail(target, errno);
    }
    sync_folder(target.parent_path());
    return name;
}

// Checks the bytes against their name: a damaged disk must not hand out another picture.
std::optional<std::string> get_now(const std::string& folder, const std::string& name) {
    const fs::path path = path_of(folder, name);
    const Descriptor d(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW));
    if (d.get() < 0) {
        if (errno == ENOENT) return {};
        fail(path, errno);
    }
    struct stat info {};
    if (::fstat(d.get(), &info) != 0) fail(path, errno);
    std::string bytes(static_cast<std::size_t>(info.st_size), '\0');
    std::size_t done = 0;
    while (done < bytes.size()) {
        const ssize_t n = ::read(d.get(), bytes.data() + done, bytes.size() - done);
        if (n < 0 && errno == EINTR) continue;
        if (n < 0) fail(path, errno);
        if (n == 0) break;
        done += static_cast<std::size_t>(n);
    }
    if (done != bytes.size() || sha256_hex(bytes) != name) {
        log::error("files.damaged", {{"path", path.string()}});
        throw Error(Code::internal, "files");
    }
    return bytes;
}

// What a crash left half written.
void remove_stale(const fs::path& incoming) {
    std::error_code error;
    const auto oldest = fs::file_time_type::clock::now() - limits::incoming_age_max;
    for (fs::directory_iterator it(incoming, error), end; !error && it != end; it.increment(error)) {
        std::error_code ignored;
        if (it->last_write_time(ignored) < oldest && !ignored) fs::remove(it->path(), ignored);
    }
}

}  // namespace

Store::Store(Loop& loop, std::string folder) : loop_(loop), folder_(std::move(folder)) {
    remove_stale(incoming_of(folder_));
}

task<std::string> Store::put(std::string bytes) {
    if (bytes.size() > limits::file_bytes_max)
        throw Error(Code::body_too_large, "files", {std::to_string(limits::file_bytes_max)});
    co_return co_await loop_.blocking([&] { return put_now(folder_, bytes); });
}

task<std::optional<std::string>> Store::get(std::string name) {
    if (!valid_name(name)) co_return std::nullopt;
    co_return co_await loop_.blocking([&] { return get_now(folder_, name); });
}

bool Store::valid_name(std::string_view name) const {
    return name.size() == 64 &&
           std::ranges::all_of(name, [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
}

}  // namespace hatang::files
