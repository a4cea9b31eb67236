#include "security/sessions/cache.hpp"

namespace hatang::security {

SignedIn* SessionCache::find(const std::string& token_hash, Instant now) {
    const auto found = entries_.find(token_hash);
    if (found == entries_.end()) return nullptr;
    const std::int64_t age = now - found->second.read_at;
    // A clock that steps back must not keep an entry alive.
    if (age < 0 || age > life_us_) return nullptr;
    return &found->second.session;
}

void SessionCache::put(const std::string& token_hash, SignedIn session, Instant now) {
    if (entries_.size() >= entries_max_) {
        std::erase_if(entries_, [&](const auto& e) { return now - e.second.read_at > life_us_; });
        if (entries_.size() >= entries_max_) entries_.clear();
    }
    entries_.insert_or_assign(token_hash, Entry{std::move(session), now});
}

void SessionCache::forget_session(std::int64_t session_id) {
    std::erase_if(entries_, [&](const auto& e) { return e.second.session.who.session_id == session_id; });
}

void SessionCache::forget_user(std::int64_t user_id) {
    std::erase_if(entries_, [&](const auto& e) { return e.second.session.who.user_id == user_id; });
}

void SessionCache::forget_credential(std::int64_t credential_id) {
    std::erase_if(entries_,
                  [&](const auto& e) { return e.second.session.who.credential_id == credential_id; });
}

}  // namespace hatang::security
