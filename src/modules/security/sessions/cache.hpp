// What a node knows of sessions for a moment, so that a page that asks twenty things reads its session once.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <unordered_map>

#include "base/time.hpp"
#include "http/message.hpp"

namespace hatang::security {

class SessionCache {
  public:
    SessionCache(std::int64_t life_us, std::size_t entries_max)
        : life_us_(life_us), entries_max_(entries_max) {}
    std::optional<http::Principal> find(const std::string& token_hash, Instant now) const;
    void put(const std::string& token_hash, http::Principal, Instant now);
    void forget_session(std::int64_t session_id);
    void forget_user(std::int64_t user_id);
    std::size_t size() const { return entries_.size(); }

  private:
    struct Entry {
        http::Principal who;
        Instant read_at;
    };
    std::int64_t life_us_;
    std::size_t entries_max_;
    std::unordered_map<std::string, Entry> entries_;
};

}  // namespace hatang::security
