#include "security/sessions/cache.hpp"

namespace hatang::security {

std::optional<http::Principal> SessionCache::find(const std::string& token_hash, Instant now) const {
    const auto found = entries_.find(token_hash);
    if (found == entries_.end()) return std::nullopt;
    const std::int64_t age = now - found->second.read_at;
    // A clock that steps back must not keep an entry alive.
    if (age < 0 || age > life_us_) return std::nullopt;
    return found->second.who;
}

void SessionCache::put(const std::string& token_hash, http::Principal who, Instant now) {
    if (entries_.size() >= entries_max_) {
        std::erase_if(entries_, [&](const auto& e) { return now - e.second.read_at > life_us_; });
        if (entries_.size() >= entries_max_) entries_.clear();
    }
    entries_.insert_or_assign(token_hash, Entry{std::move(who), now});
}

void SessionCache::forget_session(std::int64_t session_id) {
    std::erase_if(entries_, [&](const auto& e) { return e.second.who.session_id == session_id; });
}

void SessionCache::forget_user(std::int64_t user_id) {
    std::erase_if(entries_, [&](const auto& e) { return e.second.who.user_id == user_id; });
}

}  // namespace hatang::security
