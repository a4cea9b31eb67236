#include "security/passwords/password.hpp"

#include <sodium.h>
#include <sys/resource.h>
#include <unistd.h>

#include <future>
#include <stdexcept>
#include <thread>

#include "base/error.hpp"
#include "base/text.hpp"
#include "security/limits.hpp"

namespace hatang::security {
namespace {

void start_sodium() {
    static const bool ready = sodium_init() >= 0;
    if (!ready) throw std::runtime_error("libsodium does not start");
}

// In a thread of its own that steps behind all others of the machine: whoever floods the city with sign-ins
// waits, the map does not. A thread cannot take its priority back, so the pool's are not lowered.
template <class Work>
auto behind_others(Work& work) {
    std::packaged_task<std::invoke_result_t<Work&>()> task([&work] {
        ::setpriority(PRIO_PROCESS, static_cast<id_t>(::gettid()), limits::hash_niceness);
        return work();
    });
    auto result = task.get_future();
    std::jthread thread(std::move(task));
    return result.get();
}

}  // namespace

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
auto PasswordHasher::run(For whom, Work work) -> task<std::invoke_result_t<Work>> {
    struct Place {
        int& count;
        explicit Place(int& c) : count(c) { ++count; }
        ~Place() { --count; }
    };
    const int places = whom == For::known      ? limits::hashes_at_once_max
                       : whom == For::stranger ? limits::hashes_of_strangers_max
                                               : limits::hashes_of_outsiders_max;
    if (running_ >= places) throw Error(Code::unavailable, {}, {"argon2id"});
    const Place place(running_);
    while (hashing_ >= limits::hashes_in_parallel_max) co_await free_.wait();
    struct Turn {
        int& hashing;
        Signal& free;
        Turn(int& h, Signal& f) : hashing(h), free(f) { ++hashing; }
        ~Turn() {
            --hashing;
            free.notify_all();
        }
    };
    const Turn turn(hashing_, free_);
    co_return co_await loop_.blocking([&work] { return behind_others(work); });
}

task<std::string> PasswordHasher::hash(std::string password) {
    return run(For::known, [password = std::move(password)] { return hash_password(password); });
}

task<bool> PasswordHasher::matches(std::string hash, std::string password, For whom) {
    return run(whom, [hash = std::move(hash), password = std::move(password)] {
        return password_matches(hash, password);
    });
}

task<bool> PasswordHasher::matches_nobody(std::string password, For whom) {
    if (nobody_.empty()) {
        const std::string secret = random_hex(16);
        nobody_ = co_await hash(secret);
    }
    co_await matches(nobody_, std::move(password), whom);
    co_return false;
}

task<bool> PasswordHasher::matches_any(std::vector<std::string> hashes, std::string password) {
    for (const std::string& old : hashes) {
        const bool same = co_await matches(old, password);
        if (same) co_return true;
    }
    co_return false;
}

}  // namespace hatang::security
