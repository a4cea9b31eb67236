#include "telemetry/storage/late.hpp"

#include <algorithm>
#include <tuple>

#include "base/log.hpp"
#include "telemetry/limits.hpp"
#include "telemetry/storage/codec.hpp"
#include "telemetry/storage/queries.hpp"

namespace hatang::telemetry {
namespace {

struct Ranges {
    std::vector<std::int64_t> ids;
    std::vector<Instant> least, most;
    std::size_t end = 0;  // index in `late` behind the last reading covered
};

bool maybe_sealed(const LateReading& r) {
    return r.is_new && r.stream->sealed_last && r.point.t_us <= r.stream->sealed_last->t_us;
}

// Ranges of chunks to look into for the readings from `begin` on.
Ranges next_ranges(const std::vector<LateReading>& late, std::size_t begin) {
    Ranges out;
    out.end = begin;
    for (; out.end < late.size(); ++out.end) {
        const LateReading& r = late[out.end];
        if (!maybe_sealed(r)) continue;
        const std::int64_t id = r.stream->about.id;
        if (!out.ids.empty() && out.ids.back() == id &&
            r.point.t_us - out.most.back().us <= limits::late_gap_us) {
            out.most.back() = {r.point.t_us};
            continue;
        }
        if (out.ids.size() == limits::late_ranges_per_query) break;
        out.ids.push_back(id);
        out.least.push_back({r.point.t_us});
        out.most.push_back({r.point.t_us});
    }
    return out;
}

std::vector<ReadingKey> times_of(const db::Rows& chunks) {
    std::vector<ReadingKey> out;
    std::vector<Point> points;
    for (const db::Row row : chunks) {
        points.clear();
        const std::int64_t id = row.integer("datastream_id");
        // One damaged chunk must not stop the readings of the whole city; reading its range reports it.
        if (!decode_chunk(row.bytes("payload"), points))
            log::error("telemetry.damaged_chunk", {{"datastream", id}});
        for (const Point& p : points) out.emplace_back(id, p.t_us);
    }
    std::sort(out.begin(), out.end());
    return out;
}

}  // namespace

task<void> find_new(Loop& loop, db::Pool& pool, std::vector<LateReading>& late,
                    const std::vector<ReadingKey>& arriving) {
    const auto key = [](const LateReading& r) {
        return std::tuple(r.stream->about.id, r.point.t_us, r.index);
    };
    std::sort(late.begin(), late.end(), [&](const auto& a, const auto& b) { return key(a) < key(b); });
    for (std::size_t i = 0; i < late.size(); ++i) {
        const bool repeated =
            i > 0 && late[i - 1].stream == late[i].stream && late[i - 1].point.t_us == late[i].point.t_us;
        const ReadingKey wanted{late[i].stream->about.id, late[i].point.t_us};
        late[i].is_new = !repeated && !late[i].stream->holds(late[i].point.t_us) &&
                         !std::binary_search(arriving.begin(), arriving.end(), wanted);
    }
    for (std::size_t begin = 0; begin < late.size();) {
        Ranges ranges = next_ranges(late, begin);
        if (!ranges.ids.empty()) {
            const db::Rows chunks =
                co_await pool.run(sql::chunks_of_ranges, ranges.ids, ranges.least, ranges.most);
            const std::vector<ReadingKey> known =
                co_await loop.blocking([&chunks] { return times_of(chunks); });
            for (std::size_t i = begin; i < ranges.end; ++i) {
                const ReadingKey wanted{late[i].stream->about.id, late[i].point.t_us};
                if (maybe_sealed(late[i]))
                    late[i].is_new = !std::binary_search(known.begin(), known.end(), wanted);
            }
        }
        begin = ranges.end;
    }
}

}  // namespace hatang::telemetry
