// Which events of the outbox have been handed out. Numbers are drawn before the commit, so a row may become
// visible after rows with higher numbers: the gap it leaves is watched until it fills or is so old that its
// transaction was rolled back.
#pragma once

#include <cstdint>
#include <map>
#include <vector>

#include "base/time.hpp"

namespace hatang::events {

class Watermark {
  public:
    explicit Watermark(std::int64_t start = 0) : high_(start) {}

    // Number after which to read again: below the oldest gap that is still watched.
    std::int64_t read_after() const { return gaps_.empty() ? high_ : gaps_.begin()->first - 1; }
    std::int64_t high() const { return high_; }
    // True when this number is met for the first time. Call in rising order within one read.
    bool take(std::int64_t id, Instant now);
    // Forgets gaps first seen before `then`.
    void forget_before(Instant then);
    std::size_t gaps() const { return gaps_.size(); }

  private:
    std::int64_t high_;
    std::map<std::int64_t, Instant> gaps_;
};

}  // namespace hatang::events
