#include "telemetry/storage/seal.hpp"

#include <algorithm>
#include <span>

#include "telemetry/limits.hpp"
#include "telemetry/storage/codec.hpp"
#include "telemetry/storage/queries.hpp"

namespace hatang::telemetry {
namespace {

// Equal pieces of 1,000 to 1,999 points (fewer when there are fewer), so that none is left small.
void cut(std::span<const Point> points, std::vector<NewChunk>& out) {
    const std::size_t pieces = std::max<std::size_t>(1, points.size() / limits::chunk_points);
    for (std::size_t i = 0; i < pieces && !points.empty(); ++i) {
        const std::size_t begin = points.size() * i / pieces, end = points.size() * (i + 1) / pieces;
        const auto piece = points.subspan(begin, end - begin);
        out.push_back(chunk_of(piece));
    }
}

}  // namespace

NewChunk chunk_of(std::span<const Point> points) {
    NewChunk chunk{.t0_us = points.front().t_us,
                   .t1_us = points.back().t_us,
                   .n = static_cast<std::int64_t>(points.size()),
                   .rollup = {},
                   .first = points.front().value,
                   .last = points.back().value,
                   .payload = encode_chunk(points)};
    for (const Point& p : points) chunk.rollup.add(p.value, p.quality);
    return chunk;
}

std::int64_t open_chunk_points() { return static_cast<std::int64_t>(limits::chunk_points / 2); }

SealedHead seal_head(const HeadToSeal& head) {
    const std::vector<Point>& points = *head.points;
    SealedHead out;
    out.datastream_id = head.datastream_id;
    for (std::size_t level = 0; level < out.rollups.size(); ++level) {
        const std::int64_t width_us = sql::rollup_levels[level].width_us;
        if (width_us >= head.rollup_from_us) out.rollups[level] = roll_up(points, width_us);
    }
    if (head.tail.empty()) {
        cut(points, out.chunks);
        return out;
    }
    std::vector<Point> tail;
    (void)decode_chunk(head.tail, tail).value();
    // Readings from before the tail make chunks of their own, so that the tail does not stretch over older
    // chunks.
    const auto inside = std::lower_bound(points.begin(), points.end(), tail.front(), earlier);
    cut(std::span(points.begin(), inside), out.chunks);
    const auto tail_size = static_cast<std::ptrdiff_t>(tail.size());
    tail.insert(tail.end(), inside, points.end());
    std::inplace_merge(tail.begin(), tail.begin() + tail_size, tail.end(), earlier);
    cut(tail, out.chunks);
    return out;
}

db::CopyRows chunk_rows(const std::vector<SealedHead>& sealed) {
    db::CopyRows rows(10);
    for (const SealedHead& head : sealed) {
        for (const NewChunk& c : head.chunks) {
            rows.begin_row();
            rows.integer(head.datastream_id);
            rows.instant({c.t0_us});
            rows.instant({c.t1_us});
            rows.integer32(static_cast<std::int32_t>(c.n));
            if (c.rollup.n > 0) {
                rows.number(c.rollup.least);
                rows.number(c.rollup.most);
            } else {
                rows.null();
                rows.null();
            }
            rows.number(c.rollup.sum);
            rows.number(c.first);
            rows.number(c.last);
            rows.bytes(c.payload);
        }
    }
    return rows;
}

}  // namespace hatang::telemetry
