// What other systems call a series, in memory: the mapped ones, and those that wait for somebody to map them.
// Loop thread only.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/time.hpp"

namespace hatang::telemetry {

enum class Source : std::uint8_t { line_protocol, chirpstack, json, sparkplug };
inline constexpr std::size_t sources_count = 4;

// The kind of value that a series brought last.
enum class ValueKind : std::uint8_t { number, boolean, text };

struct Target {
    std::optional<std::int64_t> datastream_id;  // nothing: left out on purpose
    double scale = 1, shift = 0;                // value × scale + shift is in the unit of the datastream
    double convert(double value) const { return value * scale + shift; }
};

struct WaitingSeries {
    Source source = Source::line_protocol;
    std::string series;
    ValueKind kind = ValueKind::number;
    double value = 0;  // the newest; of a text nothing
    Instant first, last;
    std::int64_t count = 0;
};

class Book {
  public:
    const Target* find(Source, std::string_view series) const;
    void put(Source, std::string_view series, Target);  // it waits no longer
    void erase(Source, std::string_view series);
    std::size_t size() const;

    // The entry of a series that is not mapped; null when too many wait already. Pointers, those of find()
    // included, stay good until `generation` changes.
    WaitingSeries* wait(Source, std::string_view series, Instant now);
    // Those of one source or of all, the newest first.
    std::vector<const WaitingSeries*> waiting(std::optional<Source>) const;
    std::size_t waiting_count() const { return waiting_count_; }
    // Forgets what waits, of one source or of all; it comes back with its next value.
    void forget_waiting(std::optional<Source>);

    std::uint64_t generation() const { return generation_; }

  private:
    struct Hash {
        using is_transparent = void;
        std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
    };
    template <class T>
    using ByName = std::unordered_map<std::string, T, Hash, std::equal_to<>>;
    ByName<Target> mapped_[sources_count];
    ByName<WaitingSeries> waiting_[sources_count];
    std::size_t waiting_count_ = 0;
    std::uint64_t generation_ = 1;
};

}  // namespace hatang::telemetry
