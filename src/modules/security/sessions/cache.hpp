// What a node knows of sessions for a moment, so that a page that asks twenty things reads its session once.
#pragma once

#include <cstdint>
#include <string>
#include <unordered_map>

#include "base/time.hpp"
#include "security/sessions/standing.hpp"

namespace hatang::security {

class SessionCache {
  public:
    SessionCache(std::int64_t life_us, std::size_t entries_max)
        : life_us_(life_us), entries_max_(entries_max) {}
    // Valid until the next call; nullptr when nothing is known.
    SignedIn* find(const std::string& token_hash, Instant now);
    void put(const std::string& token_hash, SignedIn, Instant now);
    void forget_session(std::int64_t session_id);
    void forget_user(std::int64_t user_id);
    void forget_credential(std::int64_t credential_id);
    void clear() { entries_.clear(); }
    std::size_t size() const { return entries_.size(); }

  private:
    struct Entry {
        SignedIn session;
        Instant read_at;
    };
    std::int64_t life_us_;
    std::size_t entries_max_;
    std::unordered_map<std::string, Entry> entries_;
};

}  // namespace hatang::security
