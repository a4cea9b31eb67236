// What each connection has brought: accepted, refused and why, how late, with what gaps, by what clock. Since
// the server started. Pure; loop thread only.
#pragma once

#include <array>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/error.hpp"
#include "telemetry/storage/streams.hpp"

namespace hatang::telemetry {

enum class Path : std::uint8_t { http, mqtt, program, line_protocol, chirpstack, json, sparkplug, csv };
inline constexpr std::size_t paths_count = 8;
std::string_view to_text(Path);

// The clock of a device, judged by how long ago the newest reading of each message was taken. Data that
// waited somewhere come late; so the least of the last delays tells the clock.
class ClockWatch {
  public:
    enum class Verdict : std::uint8_t {
        unknown,
        good,
        ahead,
        behind,
        local_as_utc,  // ahead by the seven hours of Vietnam: local time sent as UTC
        utc_as_local   // behind by them
    };
    void note(std::int64_t delay_us);
    Verdict verdict() const;
    std::int64_t least_delay_us() const;  // 0 when nothing is known

  private:
    static constexpr std::size_t kept = 16, enough = 5;
    std::array<std::int64_t, kept> delays_{};
    std::size_t count_ = 0;
};

struct LastRefusal {
    Code code = Code::internal;
    std::string where, text_vi, text_en;
    Instant at;
};

struct Connection {
    Path path = Path::http;
    std::string name;
    Instant first, last;                                      // messages
    std::optional<Instant> last_accepted;                     // of a message with a reading that was new
    std::int64_t messages = 0, accepted = 0, duplicates = 0;  // readings, but for messages
    std::int64_t waiting = 0,
                 left_out = 0;             // values of series that nobody has mapped, or that are not wanted
    std::int64_t uncertain = 0;            // outside of the plausible range
    std::int64_t gaps = 0, missing = 0;    // pauses of more than one and a half intervals, readings not there
    std::int64_t lost = 0;                 // messages, where the protocol numbers them
    std::map<Code, std::int64_t> refused;  // requests, messages or values
    std::optional<LastRefusal> last_refusal;
    std::int64_t lag_us = 0, lag_most_us = 0;  // from the newest reading of a message to its commit
    ClockWatch clock;
};

class Connections {
  public:
    // The connection of this name, made when it is new. The address stays good. When there are too many, all
    // new ones of a path share one without a name.
    Connection& at(Path, std::string_view name, Instant now);
    std::vector<const Connection*> all() const;
    std::size_t size() const { return count_; }

  private:
    struct Hash {
        using is_transparent = void;
        std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
    };
    std::array<std::unordered_map<std::string, Connection, Hash, std::equal_to<>>, paths_count> by_name_;
    std::size_t count_ = 0;
};

void refused_at(Connection&, const Error&, std::int64_t count, Instant now);

}  // namespace hatang::telemetry
