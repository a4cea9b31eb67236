#include "telemetry/series/query.hpp"

#include <algorithm>
#include <array>

#include "telemetry/limits.hpp"
#include "telemetry/storage/codec.hpp"
#include "telemetry/storage/queries.hpp"

namespace hatang::telemetry {
namespace {

constexpr std::array<std::int64_t, 25> round_widths_us = {1 * kMillisecond,
                                                          2 * kMillisecond,
                                                          5 * kMillisecond,
                                                          10 * kMillisecond,
                                                          20 * kMillisecond,
                                                          50 * kMillisecond,
                                                          100 * kMillisecond,
                                                          200 * kMillisecond,
                                                          500 * kMillisecond,
                                                          kSecond,
                                                          2 * kSecond,
                                                          5 * kSecond,
                                                          10 * kSecond,
                                                          15 * kSecond,
                                                          30 * kSecond,
                                                          kMinute,
                                                          2 * kMinute,
                                                          5 * kMinute,
                                                          15 * kMinute,
                                                          30 * kMinute,
                                                          kHour,
                                                          2 * kHour,
                                                          6 * kHour,
                                                          12 * kHour,
                                                          kDay};

// The buckets of an answer, in a row from the first.
class Buckets {
  public:
    Buckets(Instant from, Instant to, std::int64_t width_us)
        : first_us_(bucket_start(from.us, width_us)),
          end_us_(bucket_start(to.us, width_us) + width_us),
          width_us_(width_us),
          rollups_(static_cast<std::size_t>((end_us_ - first_us_) / width_us)) {}
    Instant first() const { return {first_us_}; }
    Instant end() const { return {end_us_}; }
    Rollup* at(std::int64_t t_us) {
        if (t_us < first_us_ || t_us >= end_us_) return nullptr;
        return &rollups_[static_cast<std::size_t>((t_us - first_us_) / width_us_)];
    }
    void add(std::span<const Point> points) {
        for (const Point& p : points)
            if (Rollup* r = at(p.t_us)) r->add(p.value, p.quality);
    }
    SeriesData answer() const {
        SeriesData out{.from = first(),
                       .to = end(),
                       .aggregated = true,
                       .bucket_us = width_us_,
                       .points = {},
                       .buckets = {},
                       .removed_before = {}};
        for (std::size_t i = 0; i < rollups_.size(); ++i)
            if (rollups_[i].n > 0)
                out.buckets.push_back({first_us_ + static_cast<std::int64_t>(i) * width_us_, rollups_[i]});
        return out;
    }

  private:
    std::int64_t first_us_, end_us_, width_us_;
    std::vector<Rollup> rollups_;
};

// One snapshot of the database, and what memory held beyond it at the same moment.
struct Snapshot {
    db::Session& tx;
    Loop& loop;
    std::int64_t id;
    std::vector<Point> unsealed;  // sorted by time
};

std::span<const Point> between(std::span<const Point> sorted, Instant from, Instant to) {
    const auto begin = std::lower_bound(sorted.begin(), sorted.end(), Point{from.us}, earlier);
    const auto end = std::upper_bound(begin, sorted.end(), Point{to.us}, earlier);
    return {begin, end};
}

void append_between(std::vector<Point>& out, std::span<const Point> sorted, Instant from, Instant to) {
    const std::span<const Point> inside = between(sorted, from, to);
    out.insert(out.end(), inside.begin(), inside.end());
}

// Reads the chunks that overlap the range, page by page; `use` gets the points inside it, off the loop.
template <class Use>
task<void> each_chunk(Snapshot& at, Instant from, Instant to, Use use) {
    Instant t1{Stream::never_us}, t0{Stream::never_us};
    while (true) {
        const db::Rows rows =
            co_await at.tx.run(sql::chunks_between, at.id, from, to, t1, t0, limits::chunks_per_page);
        if (rows.empty()) co_return;
        const db::Row last = rows[rows.size() - 1];
        t1 = last.instant("t1");
        t0 = last.instant("t0");
        co_await at.loop.blocking([&] {
            std::vector<Point> points;
            for (const db::Row row : rows) {
                points.clear();
                (void)decode_chunk(row.bytes("payload"), points).value();
                use(between(points, from, to));
            }
        });
        if (rows.size() < limits::chunks_per_page) co_return;
    }
}

task<SeriesData> read_raw(Snapshot& at, const SeriesQuery& query, std::size_t most) {
    SeriesData out{.from = query.from, .to = query.to, .points = {}, .buckets = {}, .removed_before = {}};
    const auto check = [&] {
        if (out.points.size() > most)
            throw Error(Code::too_many_items, "from",
                        {std::to_string(out.points.size()) + "+", std::to_string(most)});
    };
    co_await each_chunk(at, query.from, query.to, [&](std::span<const Point> points) {
        out.points.insert(out.points.end(), points.begin(), points.end());
        check();
    });
    append_between(out.points, at.unsealed, query.from, query.to);
    check();
    if (!std::is_sorted(out.points.begin(), out.points.end(), earlier))
        std::sort(out.points.begin(), out.points.end(), earlier);
    co_return out;
}

// The roll-up that the width is a multiple of and the stream keeps; nullptr when there is none.
const sql::RollupLevel* level_for(const Stream& s, std::int64_t width_us) {
    const sql::RollupLevel* best = nullptr;
    for (const sql::RollupLevel& level : sql::rollup_levels)
        if (level.width_us >= s.rollup_from_us && width_us % level.width_us == 0) best = &level;
    return best;
}

task<SeriesData> read_buckets(Snapshot& at, const Stream& stream, const SeriesQuery& query,
                              std::int64_t width_us) {
    Buckets buckets(query.from, query.to, width_us);
    const Instant last{buckets.end().us - 1};
    buckets.add(at.unsealed);
    if (const sql::RollupLevel* level = level_for(stream, width_us)) {
        const db::Rows rows = co_await at.tx.run(level->read, at.id, buckets.first(), buckets.end());
        for (const db::Row row : rows) {
            Rollup more{.n = row.integer("n"), .n_bad = row.integer("n_bad"), .sum = row.number("vsum")};
            if (more.n > 0) more.least = row.number("vmin"), more.most = row.number("vmax");
            if (Rollup* r = buckets.at(row.instant("bucket").us)) r->add(more);
        }
    } else {
        co_await each_chunk(at, buckets.first(), last,
                            [&](std::span<const Point> points) { buckets.add(points); });
    }
    co_return buckets.answer();
}

// Few chunks are decoded at once; they tell exactly how many readings there are. Nothing when there are more
// chunks.
task<std::optional<SeriesData>> read_few(Snapshot& at, const SeriesQuery& query, std::int64_t width_us) {
    const Instant from{bucket_start(query.from.us, width_us)},
        to{bucket_start(query.to.us, width_us) + width_us - 1};
    const Instant never{Stream::never_us};
    const db::Rows rows =
        co_await at.tx.run(sql::chunks_between, at.id, from, to, never, never, limits::chunks_direct_max + 1);
    if (rows.size() > limits::chunks_direct_max) co_return std::nullopt;
    std::vector<Point> points;
    for (const db::Row row : rows) (void)decode_chunk(row.bytes("payload"), points).value();
    points.insert(points.end(), at.unsealed.begin(), at.unsealed.end());
    std::sort(points.begin(), points.end(), earlier);

    SeriesData out{.from = query.from, .to = query.to, .points = {}, .buckets = {}, .removed_before = {}};
    append_between(out.points, points, query.from, query.to);
    if (static_cast<std::int64_t>(out.points.size()) <= query.points) co_return out;
    Buckets buckets(query.from, query.to, width_us);
    buckets.add(points);
    co_return buckets.answer();
}

task<SeriesData> read_from(Snapshot& at, const Stream& stream, SeriesQuery query) {
    const Instant kept_from{stream.removed_before_us};
    const bool removed = query.from < kept_from;
    if (query.raw) {
        query.from = std::max(query.from, kept_from);
        SeriesData raw = co_await read_raw(at, query, limits::raw_points_max);
        if (removed) raw.removed_before = kept_from;
        co_return raw;
    }
    std::int64_t width_us = bucket_width_us(query.to - query.from, query.points);
    if (removed) {
        if (!level_for(stream, width_us)) width_us = std::max(width_us, stream.rollup_from_us);
        SeriesData summed = co_await read_buckets(at, stream, query, width_us);
        summed.removed_before = kept_from;
        co_return summed;
    }
    std::optional<SeriesData> few = co_await read_few(at, query, width_us);
    if (few) co_return std::move(*few);
    co_return co_await read_buckets(at, stream, query, width_us);
}

// Calls `read` with a snapshot, again when the sealer went past it.
template <class Out, class Read>
task<Out> in_snapshot(Loop& loop, db::Pool& pool, const Stream& stream, Read read) {
    while (true) {
        std::optional<Out> out = co_await pool.transaction([&](db::Session& tx) -> task<std::optional<Out>> {
            Snapshot at{tx, loop, stream.about.id, {}};
            co_await tx.run(sql::one_snapshot);
            const db::Rows rows = co_await tx.run(sql::sealed_through, stream.about.id);
            const std::int64_t through = rows.empty() ? 0 : rows.front().integer("through_batch");
            if (!stream.unsealed_beyond(through, at.unsealed)) co_return std::nullopt;
            co_return co_await read(at);
        });
        if (out) co_return std::move(*out);
    }
}

// The readings from `from` to `to`, or to an earlier end where that would be many chunks. They stand in
// `points`, which only grows: new memory for each page, or a second look at all of it, costs as much as
// decoding it.
task<std::span<const Point>> read_page(Snapshot& at, Instant from, Instant& to, std::vector<Point>& points) {
    const db::Rows last = co_await at.tx.run(sql::page_end, at.id, from, to, limits::chunks_per_page - 1);
    if (!last.empty()) to = std::min(to, last.front().instant("t1"));
    const db::Rows rows = co_await at.tx.run(sql::page_chunks, at.id, from, to);
    co_return co_await at.loop.blocking([&]() -> std::span<const Point> {
        const std::span<const Point> unsealed = between(at.unsealed, from, to);
        std::size_t most = unsealed.size(), n = 0;
        for (const db::Row row : rows) most += static_cast<std::size_t>(row.integer("n"));
        if (points.size() < most) points.resize(most);
        bool sorted = true;  // chunks are; late ones lie over others
        const auto joined = [&](std::size_t more) {
            sorted = sorted && (n == 0 || more == 0 || !earlier(points[n], points[n - 1]));
            n += more;
        };
        for (const db::Row row : rows)
            joined(decode_chunk(row.bytes("payload"), std::span(points).subspan(n)).value());
        std::ranges::copy(unsealed, points.begin() + static_cast<std::ptrdiff_t>(n));
        joined(unsealed.size());
        const std::span<Point> page = std::span(points).first(n);
        if (!sorted) std::sort(page.begin(), page.end(), earlier);
        return between(page, from, to);
    });
}

}  // namespace

std::int64_t bucket_width_us(std::int64_t range_us, std::int64_t points) {
    // One bucket more than fits may be touched, since buckets begin at round times.
    const std::int64_t spans = std::max<std::int64_t>(1, points - 1);
    const std::int64_t least = range_us / spans + (range_us % spans != 0);
    for (const std::int64_t width_us : round_widths_us)
        if (width_us >= least) return width_us;
    return (least / kDay + (least % kDay != 0)) * kDay;
}

task<SeriesData> read_series(Loop& loop, db::Pool& pool, const Stream& stream, SeriesQuery query) {
    const auto read = [&](Snapshot& at) { return read_from(at, stream, query); };
    SeriesData out = co_await in_snapshot<SeriesData>(loop, pool, stream, read);
    co_return out;
}

task<std::span<const Point>> SeriesPages::next() {
    std::span<const Point> points;
    while (points.empty() && from_ <= to_) points = co_await page();
    co_return points;
}

task<std::span<const Point>> SeriesPages::page() {
    Instant end = to_;
    const auto read = [&](Snapshot& at) { return read_page(at, from_, end, points_); };
    const auto points = co_await in_snapshot<std::span<const Point>>(loop_, pool_, stream_, read);
    from_ = end + 1;
    co_return points;
}

}  // namespace hatang::telemetry
