#include "security/passwords/password.hpp"

#include <sodium.h>

#include <stdexcept>

#include "base/error.hpp"
#include "base/text.hpp"
#include "security/limits.hpp"

namespace hatang::security {
namespace {

void start_sodium() {
    static const bool ready = sodium_init() >= 0;
    if (!ready) throw std::runtime_error("libsodium does not start");
}

}  // namespace

void check_password(std::string_view password, std::string_view where) {
    if (!is_utf8(password)) throw Error(Code::invalid_utf8, std::string(where));
    const std::size_t length = code_points(to_nfc(password));
    if (length < limits::password_length_min)
        throw Error(Code::weak_password, std::string(where), {std::to_string(limits::password_length_min)});
    if (length > limits::password_length_max)
        throw Error(Code::text_too_long, std::string(where), {std::to_string(limits::password_length_max)});
}

std::string hash_password(std::string_view password) {
    start_sodium();
    const std::string normal = to_nfc(password);
    char out[crypto_pwhash_STRBYTES];
    if (crypto_pwhash_str_alg(out, normal.data(), normal.size(), limits::hash_passes,
                              limits::hash_memory_bytes, crypto_pwhash_ALG_ARGON2ID13) != 0)
        throw Error(Code::unavailable, {}, {"argon2id"});
    return out;
}

bool password_matches(std::string_view hash, std::string_view password) {
    start_sodium();
    const std::string normal = to_nfc(password), text(hash);
    return crypto_pwhash_str_verify(text.c_str(), normal.data(), normal.size()) == 0;
}

template <class Work>
auto PasswordHasher::run(Work work) -> task<std::invoke_result_t<Work>> {
    struct Place {
        int& count;
        explicit Place(int& c) : count(c) { ++count; }
        ~Place() { --count; }
    };
    if (running_ >= limits::hashes_at_once_max) throw Error(Code::unavailable, {}, {"argon2id"});
    const Place place(running_);
    co_return co_await loop_.blocking(std::move(work));
}

task<std::string> PasswordHasher::hash(std::string password) {
    return run([password = std::move(password)] { return hash_password(password); });
}

task<bool> PasswordHasher::matches(std::string hash, std::string password) {
    return run([hash = std::move(hash), password = std::move(password)] {
        return password_matches(hash, password);
    });
}

task<bool> PasswordHasher::matches_nobody(std::string password) {
    if (nobody_.empty()) {
        const std::string secret = random_hex(16);
        nobody_ = co_await hash(secret);
    }
    co_await matches(nobody_, std::move(password));
    co_return false;
}

}  // namespace hatang::security
