#include "base/secrets.hpp"

#include <fcntl.h>
#include <sodium.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <memory>
#include <new>
#include <stdexcept>

#include "base/text.hpp"

namespace hatang {
namespace {

constexpr std::string_view sealed_prefix = "s1.";  // the form below; another form gets another prefix
constexpr int base64_form = sodium_base64_VARIANT_URLSAFE_NO_PADDING;
constexpr std::size_t nonce_bytes = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES,
                      tag_bytes = crypto_aead_xchacha20poly1305_ietf_ABYTES;
// Secrets are keys, tokens and seeds; whoever seals more has taken the wrong tool.
constexpr std::size_t plaintext_bytes_max = 64 * 1'024;
constexpr std::size_t name_length_max = 64;

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

[[noreturn]] void fail(const std::string& path, int error) {
    throw Error(Code::unreadable_file, {}, {path, std::strerror(error)});
}

// What belongs to another account, or what another account may touch, is no secret.
void check_private(const struct stat& info, const std::string& path, const char* wanted) {
    const unsigned mode = info.st_mode & 07777U;
    if ((mode & 077U) == 0 && (info.st_uid == ::geteuid() || info.st_uid == 0)) return;
    char shown[8];
    std::snprintf(shown, sizeof shown, "%04o", mode);
    throw Error(Code::secrets_exposed, {}, {path, shown, wanted});
}

void open_folder(const std::string& folder) {
    const std::string parent = std::filesystem::path(folder).parent_path().string();
    std::error_code error;
    std::filesystem::create_directories(parent, error);
    if (error) fail(parent, error.value());
    if (::mkdir(folder.c_str(), 0700) == 0) {
        const Descriptor d(::open(parent.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
        if (d.get() < 0 || ::fsync(d.get()) != 0) fail(parent, errno);
    } else if (errno != EEXIST) {
        fail(folder, errno);
    }
    struct stat info {};
    if (::lstat(folder.c_str(), &info) != 0) fail(folder, errno);
    if (!S_ISDIR(info.st_mode)) fail(folder, ENOTDIR);
    check_private(info, folder, "0700");
}

// False when there is no such file.
bool read_key(const std::string& path, Secrets::Key& key) {
    const Descriptor d(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW));
    if (d.get() < 0) {
        if (errno == ENOENT) return false;
        fail(path, errno);
    }
    struct stat info {};
    if (::fstat(d.get(), &info) != 0) fail(path, errno);
    check_private(info, path, "0600");
    if (!S_ISREG(info.st_mode) || info.st_size != static_cast<off_t>(key.size()) ||
        ::read(d.get(), key.data(), key.size()) != static_cast<ssize_t>(key.size()))
        throw Error(Code::secrets_damaged, {}, {path, std::to_string(key.size())});
    return true;
}

// Written aside and linked: of two programs that start at once the first wins, and nobody reads half a key.
void make_key(const std::string& folder, const std::string& path) {
    Secrets::Key fresh;
    randombytes_buf(fresh.data(), fresh.size());
    const std::string aside = path + "." + random_hex(8);
    {
        const Descriptor d(::open(aside.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
        if (d.get() < 0) fail(aside, errno);
        const bool written =
            ::write(d.get(), fresh.data(), fresh.size()) == static_cast<ssize_t>(fresh.size()) &&
            ::fsync(d.get()) == 0;
        const int error = errno;
        sodium_memzero(fresh.data(), fresh.size());
        if (!written) {
            ::unlink(aside.c_str());
            fail(aside, error);
        }
    }
    const bool linked = ::link(aside.c_str(), path.c_str()) == 0;
    const int error = errno;
    ::unlink(aside.c_str());
    if (!linked && error != EEXIST) fail(path, error);
    const Descriptor d(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (d.get() < 0 || ::fsync(d.get()) != 0) fail(folder, errno);
}

bool valid_name(std::string_view name) {
    return !name.empty() && name.size() <= name_length_max && std::ranges::all_of(name, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
    });
}

const unsigned char* bytes_of(std::string_view text) {
    return reinterpret_cast<const unsigned char*>(text.data());
}
unsigned char* bytes_of(std::string& text) { return reinterpret_cast<unsigned char*>(text.data()); }

}  // namespace

Secrets::Secrets(std::string folder) : folder_(std::move(folder)) {
    if (sodium_init() < 0) throw std::bad_alloc();
}

Secrets::~Secrets() {
    for (auto& [name, key] : keys_) sodium_memzero(key.data(), key.size());
}

const Secrets::Key& Secrets::key(std::string_view name) {
    if (!valid_name(name)) throw std::logic_error("bad name of a secret: " + std::string(name));
    const std::lock_guard lock(mutex_);
    if (const auto known = keys_.find(name); known != keys_.end()) return known->second;
    open_folder(folder_);
    const std::string path = folder_ + "/" + std::string(name) + ".key";
    Key key{};
    if (!read_key(path, key)) {
        make_key(folder_, path);
        if (!read_key(path, key)) fail(path, ENOENT);
    }
    return keys_.emplace(name, key).first->second;
}

std::string Secrets::seal(std::string_view name, std::string_view plaintext) {
    if (plaintext.size() > plaintext_bytes_max)
        throw Error(Code::out_of_range, {},
                    {std::to_string(plaintext.size()), "0…" + std::to_string(plaintext_bytes_max)});
    const Key& with = key(name);
    std::string box(nonce_bytes + plaintext.size() + tag_bytes, '\0');
    randombytes_buf(box.data(), nonce_bytes);
    unsigned long long length = 0;
    crypto_aead_xchacha20poly1305_ietf_encrypt(bytes_of(box) + nonce_bytes, &length, bytes_of(plaintext),
                                               plaintext.size(), bytes_of(name), name.size(), nullptr,
                                               bytes_of(box), with.data());
    std::string text(sodium_base64_ENCODED_LEN(box.size(), base64_form), '\0');
    sodium_bin2base64(text.data(), text.size(), bytes_of(box), box.size(), base64_form);
    text.pop_back();  // the final NUL
    return std::string(sealed_prefix) + text;
}

Result<std::string> Secrets::open(std::string_view name, std::string_view sealed) {
    const Error damaged(Code::sealed_damaged, {}, {std::string(name)});
    if (!sealed.starts_with(sealed_prefix) || sealed.size() > 2 * plaintext_bytes_max) return damaged;
    sealed.remove_prefix(sealed_prefix.size());
    std::string box(sealed.size(), '\0');
    std::size_t size = 0;
    const char* end = nullptr;
    if (sodium_base642bin(bytes_of(box), box.size(), sealed.data(), sealed.size(), nullptr, &size, &end,
                          base64_form) != 0 ||
        end != sealed.data() + sealed.size() || size < nonce_bytes + tag_bytes)
        return damaged;
    std::string plaintext(size - nonce_bytes - tag_bytes, '\0');
    const Key& with = key(name);
    if (crypto_aead_xchacha20poly1305_ietf_decrypt(
            bytes_of(plaintext), nullptr, nullptr, bytes_of(box) + nonce_bytes, size - nonce_bytes,
            bytes_of(name), name.size(), bytes_of(box), with.data()) != 0)
        return damaged;
    return plaintext;
}

}  // namespace hatang
