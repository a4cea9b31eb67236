#include "security/sessions/lockout.hpp"

#include "base/text.hpp"
#include "security/limits.hpp"
#include "security/sessions/queries.hpp"
#include "security/sessions/refusal_log.hpp"

namespace hatang::security {
namespace {

std::string_view word(GuessedAt what) { return what == GuessedAt::password ? "password" : "second_factor"; }

// One of few counters, the same for the same name.
std::string nobody(std::string_view user) {
    const unsigned n = static_cast<unsigned>(std::stoul(sha256_hex(user).substr(0, 8), nullptr, 16));
    return "nobody " + std::to_string(n % limits::nobody_counters);
}

}  // namespace

std::string failure_key(const Guesser& who, GuessedAt what) {
    std::string key(word(what));
    key += ' ';
    key += who.account_id ? "account " + std::to_string(*who.account_id) : nobody(who.user);
    if (who.session_id != 0) return key + " session " + std::to_string(who.session_id);
    if (who.device_id) return key + " device " + std::to_string(*who.device_id);
    return key + (who.inside ? " inside" : " outside");
}

task<void> count_attempt(Context& context, Guesser who, GuessedAt what) {
    const std::string key = failure_key(who, what);
    const Instant now = context.platform.clock.now();
    const std::int64_t lock_us = context.policy.integer("lock_minutes") * kMinute;
    const auto refuse = [&](std::int64_t left_us) {
        note_refusal(context, who.address, who.account_id, who.account_id ? who.user : "", "locked");
        throw Error(Code::too_many_requests, {}, {std::to_string((left_us + kSecond - 1) / kSecond)});
    };
    const db::Rows locked = co_await context.platform.db.run(sql::failure_lock, key, now);
    if (!locked.empty()) refuse(locked.front().instant("locked_until") - now);
    const db::Rows counted = co_await context.platform.db.run(sql::count_failure, key, who.account_id, now,
                                                              context.policy.integer("lock_after_failures"),
                                                              now + lock_us, now + -lock_us);
    // Another guess has locked the counter in between.
    if (counted.empty()) refuse(lock_us);
}

task<void> attempt_succeeded(Context& context, Guesser who, GuessedAt what) {
    const std::string key = failure_key(who, what);
    co_await context.platform.db.run(sql::forget_failures, key);
}

}  // namespace hatang::security
