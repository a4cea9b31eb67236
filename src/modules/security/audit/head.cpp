#include "security/audit/head.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>

#include "base/text.hpp"

namespace hatang::security {
namespace fs = std::filesystem;
namespace {

constexpr std::string_view head_form = "hatang.audit.head.1", seal_form = "hatang.audit.seal.1";
constexpr std::int64_t city_offset_us = 7 * kHour;
// A head or seal has some 700 bytes; whatever is larger is none.
constexpr std::size_t file_bytes_max = 16 * 1'024;

std::string lines(std::initializer_list<std::string_view> all) {
    std::string out;
    for (const std::string_view line : all) out.append(line).append("\n");
    return out;
}
std::string signed_text(const Head& h) {
    return lines({h.form, h.chain, std::to_string(h.seq), std::to_string(h.audit_id), h.hash, h.sealed,
                  to_rfc3339(h.at)});
}
std::string signed_text(const Seal& s) {
    return lines({s.form, s.chain, s.day, s.previous, std::to_string(s.seq), std::to_string(s.audit_id),
                  s.hash, std::to_string(s.settled_id), to_rfc3339(s.at)});
}

template <class T>
void sign_as(const AuditKeys& keys, T& what, std::string_view form) {
    what.form = form;
    what.public_key = to_hex(keys.public_key());
    what.signature = to_hex(keys.sign(signed_text(what)));
}
template <class T>
bool holds_as(const AuditKeys& keys, const T& what, std::string_view form) {
    const auto signature = from_hex(what.signature);
    return what.form == form && what.public_key == to_hex(keys.public_key()) && signature &&
           keys.signature_holds(signed_text(what), *signature);
}

template <class T>
std::optional<T> read_as(std::string_view text) {
    try {
        const json::Document document = json::parse(text);
        return json::read<T>(document.root());
    } catch (const Error&) {
        return {};
    }
}

struct Descriptor {
    explicit Descriptor(int number) : fd(number) {}
    Descriptor(const Descriptor&) = delete;
    ~Descriptor() {
        if (fd >= 0) ::close(fd);
    }
    int fd;
};

[[noreturn]] void fail(const std::string& path, int error) {
    throw Error(Code::unreadable_file, {}, {path, std::strerror(error)});
}

std::optional<std::string> read_small(const std::string& path) {
    const Descriptor d(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK));
    if (d.fd < 0) {
        if (errno == ENOENT || errno == ENOTDIR) return {};
        fail(path, errno);
    }
    std::string text(file_bytes_max, '\0');
    const ssize_t n = ::read(d.fd, text.data(), text.size());
    if (n < 0) fail(path, errno);
    text.resize(static_cast<std::size_t>(n));
    return text;
}

void sync_folder(const std::string& folder) {
    const Descriptor d(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (d.fd < 0 || ::fsync(d.fd) != 0) fail(folder, errno);
}

// The whole file or nothing: a power cut leaves the one before.
void write_whole(const std::string& path, std::string_view text) {
    const std::string folder = fs::path(path).parent_path().string();
    std::error_code error;
    fs::create_directories(folder, error);
    if (error) fail(folder, error.value());
    const std::string aside = path + "." + random_hex(8);
    {
        const Descriptor d(::open(aside.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644));
        if (d.fd < 0) fail(aside, errno);
        if (::write(d.fd, text.data(), text.size()) != static_cast<ssize_t>(text.size()) ||
            ::fsync(d.fd) != 0) {
            const int reason = errno;
            ::unlink(aside.c_str());
            fail(aside, reason);
        }
    }
    if (::rename(aside.c_str(), path.c_str()) != 0) fail(path, errno);
    sync_folder(folder);
}

bool is_day(std::string_view text) {
    return text.size() == 10 && text[4] == '-' && text[7] == '-' &&
           std::ranges::all_of(text, [](char c) { return (c >= '0' && c <= '9') || c == '-'; });
}

}  // namespace

void sign(const AuditKeys& keys, Head& head) { sign_as(keys, head, head_form); }
void sign(const AuditKeys& keys, Seal& seal) { sign_as(keys, seal, seal_form); }
bool signature_holds(const AuditKeys& keys, const Head& head) { return holds_as(keys, head, head_form); }
bool signature_holds(const AuditKeys& keys, const Seal& seal) { return holds_as(keys, seal, seal_form); }

std::string city_day(Instant at) { return to_rfc3339(at + city_offset_us).substr(0, 10); }

std::string day_before(std::string_view day) {
    const auto midnight = parse_rfc3339(std::string(day) + "T00:00:00Z");
    if (!midnight) throw Error(Code::invalid_value, {}, {std::string(day), "YYYY-MM-DD"});
    return to_rfc3339(*midnight + -kDay).substr(0, 10);
}

std::optional<std::string> AuditFolder::head_text() const { return read_small(folder_ + "/head.json"); }

bool AuditFolder::replace(const std::optional<std::string>& before, const Head& head) const {
    std::error_code error;
    fs::create_directories(folder_, error);
    if (error) fail(folder_, error.value());
    const std::string lock = folder_ + "/lock";
    const Descriptor held(::open(lock.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600));
    if (held.fd < 0 || ::flock(held.fd, LOCK_EX) != 0) fail(lock, errno);
    if (head_text() != before) return false;
    write_whole(folder_ + "/head.json", json::to_json(head) + "\n");
    return true;
}

std::optional<std::string> AuditFolder::seal_text(std::string_view day) const {
    return is_day(day) ? read_small(folder_ + "/seals/" + std::string(day) + ".json") : std::nullopt;
}

void AuditFolder::write(const Seal& seal) const {
    if (is_day(seal.day)) write_whole(folder_ + "/seals/" + seal.day + ".json", json::to_json(seal) + "\n");
}

std::vector<std::string> AuditFolder::sealed_days() const {
    std::vector<std::string> days;
    std::error_code error;
    for (fs::directory_iterator it(folder_ + "/seals", error), end; !error && it != end;
         it.increment(error)) {
        const std::string name = it->path().filename().string();
        if (name.size() == 15 && name.ends_with(".json") && is_day(name.substr(0, 10)))
            days.push_back(name.substr(0, 10));
    }
    std::ranges::sort(days);
    return days;
}

void AuditFolder::set_head_aside(Instant now) const {
    const std::string from = folder_ + "/head.json",
                      to = folder_ + "/head-until-" + to_rfc3339(now) + ".json";
    if (::rename(from.c_str(), to.c_str()) != 0 && errno != ENOENT) fail(from, errno);
}

std::optional<Head> head_of(std::string_view text) { return read_as<Head>(text); }
std::optional<Seal> seal_of(std::string_view text) { return read_as<Seal>(text); }

std::optional<std::string> from_hex(std::string_view hex) {
    if (hex.size() % 2 != 0) return {};
    const auto digit = [](char c) {
        return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
    };
    std::string out;
    for (std::size_t i = 0; i < hex.size(); i += 2) {
        const int high = digit(hex[i]), low = digit(hex[i + 1]);
        if (high < 0 || low < 0) return {};
        out += static_cast<char>(high * 16 + low);
    }
    return out;
}

}  // namespace hatang::security
