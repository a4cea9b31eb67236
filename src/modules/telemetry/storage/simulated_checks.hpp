// For the simulation: the plain list of what may be there, and what must hold of the tables at each moment.
#pragma once

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <set>
#include <stdexcept>
#include <vector>

#include "telemetry/storage/codec.hpp"
#include "telemetry/storage/simulated_tables.hpp"

namespace hatang::telemetry::simulated {

// What was found wrong.
struct Wrong : std::runtime_error {
    using std::runtime_error::runtime_error;
};

using Key = std::pair<std::int64_t, std::int64_t>;  // datastream, time
using State = std::optional<double>;                // nothing: no reading of that time

struct Known {
    std::set<State> may{State{}};  // what it may be now
    int pending = 0;               // requests under way that hold it
    bool amending = false;
    bool accepted = false;  // somebody was told that it is new
    int tries = 0;          // requests and amendments, ever
};

inline Quality quality_of(double value) {
    return static_cast<std::int64_t>(value * 8) % 11 == 0 ? Quality::bad : Quality::good;
}

inline std::vector<Point> points_of_chunk(const ChunkRow& chunk) {
    std::vector<Point> out;
    (void)decode_chunk(*chunk.payload, out).value();
    return out;
}

inline std::int64_t removed_before(const Tables& tables, std::int64_t id) {
    const auto at = tables.sealed.find(id);
    if (at == tables.sealed.end() || !at->second.removed_before) return INT64_MIN;
    return at->second.removed_before->us;
}

// At each moment the roll-ups are those of the chunks, of what is not removed.
inline void check_rollups(const Tables& tables, const std::map<Key, Known>& known) {
    std::map<std::int64_t, std::vector<Point>> points;
    for (const auto& [key, chunk] : tables.chunks)
        for (const Point& p : points_of_chunk(chunk)) points[key.id].push_back(p);
    std::array<std::size_t, 4> buckets{};
    for (auto& [id, of_stream] : points) {
        std::sort(of_stream.begin(), of_stream.end(), earlier);
        const auto kept =
            std::lower_bound(of_stream.begin(), of_stream.end(), Point{removed_before(tables, id)}, earlier);
        of_stream.erase(of_stream.begin(), kept);
        for (std::size_t level = 0; level < 4; ++level)
            for (const auto& [start_us, sum] : roll_up(of_stream, sql::rollup_levels[level].width_us)) {
                ++buckets[level];
                const auto at = tables.rollups[level].find({id, start_us});
                if (at == tables.rollups[level].end()) throw Wrong("a roll-up is missing");
                const Rollup& r = at->second;
                const bool equal = r.n == sum.n && r.n_bad == sum.n_bad && r.sum == sum.sum &&
                                   (r.n == 0 || (r.least == sum.least && r.most == sum.most));
                if (!equal) throw Wrong("a roll-up is wrong");
            }
    }
    for (std::size_t level = 0; level < 4; ++level) {
        std::size_t kept = 0;
        for (const auto& [key, sum] : tables.rollups[level]) {
            if (key.second >= removed_before(tables, key.first)) {
                ++kept;
                continue;
            }
            // Nothing was counted twice.
            const auto width_us = sql::rollup_levels[level].width_us;
            const auto begin = known.lower_bound(key),
                       end = known.lower_bound({key.first, key.second + width_us});
            if (sum.n + sum.n_bad > std::distance(begin, end)) throw Wrong("a roll-up holds a reading twice");
        }
        if (kept != buckets[level]) throw Wrong("a roll-up too many");
    }
}

}  // namespace hatang::telemetry::simulated
