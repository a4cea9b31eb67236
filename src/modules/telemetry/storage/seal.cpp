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
        NewChunk chunk{.t0_us = piece.front().t_us,
                       .t1_us = piece.back().t_us,
                       .n = static_cast<std::int64_t>(piece.size()),
                       .rollup = {},
                       .first = piece.front().value,
                       .last = piece.back().value,
                       .payload = encode_chunk(piece)};
        for (const Point& p : piece) chunk.rollup.add(p.value, p.quality);
        out.push_back(std::move(chunk));
    }
}

}  // namespace

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

}  // namespace hatang::telemetry
