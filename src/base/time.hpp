// Instants, durations and the injected clock. All times in the program are microseconds since 1970 UTC.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace hatang {

struct Instant {
    std::int64_t us = 0;  // microseconds since 1970-01-01T00:00:00Z

    auto operator<=>(const Instant&) const = default;
    Instant operator+(std::int64_t microseconds) const { return {us + microseconds}; }
    std::int64_t operator-(Instant other) const { return us - other.us; }
};

inline constexpr std::int64_t kMillisecond = 1'000, kSecond = 1'000'000, kMinute = 60 * kSecond,
                              kHour = 60 * kMinute, kDay = 24 * kHour;

// RFC 3339 with a mandatory zone, years 0001–9999, up to 9 fraction digits (truncated to µs); nothing
// otherwise.
std::optional<Instant> parse_rfc3339(std::string_view);
// "2026-11-24T01:30:00.25Z": UTC, as few fraction digits as the value needs.
std::string to_rfc3339(Instant);

class Clock {
  public:
    virtual ~Clock() = default;
    virtual Instant now() const = 0;
};

class SystemClock final : public Clock {
  public:
    Instant now() const override;
};

// A clock that tests set by hand.
class ManualClock final : public Clock {
  public:
    explicit ManualClock(Instant start) : now_(start) {}
    Instant now() const override { return now_; }
    void advance(std::int64_t microseconds) { now_ = now_ + microseconds; }

  private:
    Instant now_;
};

}  // namespace hatang
