// What a client of the live channel wants to see. Pure.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "base/error.hpp"

namespace hatang::operations {

enum class Topic : std::uint8_t { values, alarms, work, assets, kpi, tiles };
inline constexpr std::size_t topic_count = 6;

struct Box {
    double west, south, east, north;  // degrees, WGS 84
    bool contains(double lon, double lat) const {
        return lon >= west && lon <= east && lat >= south && lat <= north;
    }
};

// Box, domains and assets narrow values and assets. Alarms and work orders always come whole: one outside the
// picture must not be missed.
struct Subscription {
    std::array<bool, topic_count> topics{};
    std::optional<Box> box;
    std::set<std::string, std::less<>> domains;  // empty: all
    std::set<std::int64_t> assets;               // empty: all
    std::optional<std::int64_t> cursor;          // of the last message seen before a break

    bool has(Topic topic) const { return topics[static_cast<std::size_t>(topic)]; }
    bool wants(std::int64_t asset_id, std::string_view domain, std::optional<double> lon,
               std::optional<double> lat) const;
    // Whether something in the box can be in the picture.
    bool wants_area(const Box&) const;
};

// Reads {"type":"subscribe",…}. The error says where and what.
Result<Subscription> parse_subscription(std::string_view text);

}  // namespace hatang::operations
