#include "telemetry/sensorthings/observations.hpp"

#include <algorithm>
#include <set>
#include <tuple>
#include <utility>

#include "telemetry/limits.hpp"
#include "telemetry/sensorthings/collector.hpp"
#include "telemetry/sensorthings/limits.hpp"
#include "telemetry/sensorthings/next_chunks.hpp"
#include "telemetry/sensorthings/queries.hpp"
#include "telemetry/storage/codec.hpp"
#include "telemetry/storage/queries.hpp"

namespace hatang::telemetry::sta {
namespace {

// 9999-12-31: later than any reading, within what the database can hold.
constexpr std::int64_t end_of_times_us = 253'402'214'400'000'000;

void append_within(std::vector<Point>& out, std::span<const Point> sorted, std::int64_t from_us,
                   std::int64_t to_us) {
    const auto begin = std::lower_bound(sorted.begin(), sorted.end(), Point{from_us}, earlier);
    const auto end = std::upper_bound(begin, sorted.end(), Point{to_us}, earlier);
    out.insert(out.end(), begin, end);
}

class Scan {
  public:
    Scan(Loop& loop, db::Pool& pool, const Streams& streams, const ObservationQuery& query, Instant now)
        : loop_(loop),
          pool_(pool),
          streams_(streams),
          query_(query),
          plan_(query),
          collector_(query, plan_.in_order, now) {
        from_ = {query.from_us};
        to_ = {std::min(query.to_us, end_of_times_us)};
        if (plan_.by_time) collector_.sorts_by_time();
    }

    task<ObservationPage> run() {
        std::int64_t counted = 0;
        const bool count_each =
            query_.count &&
            (!query_.conditions.empty() ||
             std::ranges::any_of(query_.streams, [](const auto& s) { return !!s.by_feature; }));
        if (count_each) collector_.count_all();
        if (query_.top > 0 || count_each || query_.any) co_await scan_all();
        ObservationPage out = collector_.page();
        out.datastreams = std::move(found_);
        out.features.assign(found_features_.begin(), found_features_.end());
        if (query_.count && !count_each) {
            counted = co_await count();
            out.count = counted;
        }
        co_return out;
    }

  private:
    // How the order that is asked for goes along with that of the chunks.
    struct Plan {
        explicit Plan(const ObservationQuery& q) {
            if (q.order.empty()) return;
            const auto* first = q.order[0].value->as<odata::Path>();
            const bool own = first && first->steps.empty();
            const bool time = own && first->property->name == "phenomenonTime",
                       id = own && first->property->name == "id";
            backwards = (time || id) && q.order[0].descending;
            by_time = time;
            in_order = id || (time && q.streams.size() == 1);
        }
        bool in_order = true, by_time = false, backwards = false;
    };

    task<void> scan_all() {
        std::vector<const StreamToRead*> todo;
        for (const StreamToRead& s : query_.streams) {
            const Stream* stream = streams_.find(s.id);
            if (query_.after && s.id < query_.after->datastream_id) continue;
            if (!stream || !stream->last || stream->last->t_us < from_.us || *stream->first() > to_) continue;
            todo.push_back(&s);
        }
        // The newest (or oldest) first: what comes after the first page is then not opened.
        if (plan_.by_time && !plan_.in_order) {
            const auto edge = [this](const StreamToRead* s) {
                const Stream& stream = *streams_.find(s->id);
                return plan_.backwards ? -stream.last->t_us : stream.first()->us;
            };
            std::ranges::sort(todo, {}, [&](const StreamToRead* s) { return std::pair(edge(s), s->id); });
        } else if (plan_.backwards) {
            std::ranges::reverse(todo);
        }
        // Where it matters what each reading is of, streams are looked through one by one.
        const auto one_by_one = std::ranges::stable_partition(
            todo, [this](const StreamToRead* s) { return query_.any && !s->by_feature; });
        const std::size_t together = todo.size() - one_by_one.size();
        for (std::size_t i = 0; i < todo.size() && !done_;) {
            const std::size_t most = i < together ? together : todo.size();
            const std::size_t end = std::min(most, i + sta_limits::streams_per_query);
            const auto group = std::span(todo).subspan(i, end - i);
            if (i < together)
                co_await find_any(group);
            else
                co_await scan_group(group);
            i = end;
        }
    }

    // Which of the streams have a reading that fits: the order does not matter, so that their chunks are
    // asked for together, and only those that can hold one.
    struct Sought {
        const StreamToRead* stream;
        Instant t1{Stream::never_us}, t0{Stream::never_us};  // looked through up to this chunk
        std::int64_t chunks = 0;                             // of the last page
        bool found = false;
    };

    task<void> find_any(std::span<const StreamToRead* const> group) {
        std::vector<const StreamToRead*> open;
        for (const StreamToRead* s : group) {
            const Stream* stream = streams_.find(s->id);
            // That somebody has one at all, its first and last reading say.
            if (stream && stream->last && query_.conditions.empty() &&
                (within(stream->last->t_us) || within(stream->first()->us)))
                add_found(*s);
            else
                open.push_back(s);
        }
        bool done = open.empty();
        while (!done) {  // again when the sealer has gone past the snapshot
            std::vector<const StreamToRead*> found;
            const auto body = [&](db::Session& tx) -> task<bool> { return find_in(tx, open, found); };
            done = co_await pool_.transaction(body);
            if (!done) continue;
            for (const StreamToRead* s : found) add_found(*s);
        }
    }
    void add_found(const StreamToRead& s) {
        found_.push_back(s.id);
        found_features_.insert(s.feature);
    }

    task<bool> find_in(db::Session& tx, const std::vector<const StreamToRead*>& open,
                       std::vector<const StreamToRead*>& found) {
        std::vector<std::int64_t> ids;
        for (const StreamToRead* s : open) ids.push_back(s->id);
        co_await tx.run(telemetry::sql::one_snapshot);
        const db::Rows rows = co_await tx.run(sql::sealed_through, ids);
        std::unordered_map<std::int64_t, std::int64_t> through;
        for (const db::Row row : rows) through[row.integer("datastream_id")] = row.integer("through_batch");
        std::vector<Sought> sought;
        bool numbers = true;
        for (const StreamToRead* s : open) {
            const Stream* stream = streams_.find(s->id);
            if (!stream) continue;  // deleted meanwhile
            const auto sealed = through.find(s->id);
            std::vector<Point> unsealed, inside;
            if (!stream->unsealed_beyond(sealed == through.end() ? 0 : sealed->second, unsealed))
                co_return false;
            append_within(inside, unsealed, from_.us, to_.us);
            (void)offer(*s, inside);
            if (collector_.take_any())
                found.push_back(s);
            else if (sealed != through.end())
                sought.push_back({s});
            numbers = numbers && !s->results;
        }
        WorthDecoding worth = worth_decoding(query_.conditions);
        // The codes of terms are no results.
        if (!numbers) worth = {.not_good = worth.not_good};
        if (!worth.all() && !sought.empty()) {
            const std::int64_t left = sta_limits::pieces_max - looked_at_ + 1;
            const db::Rows pieces = co_await tx.run(sql::pieces, ids, from_, to_, left);
            looked_at_ += pieces.front().integer("n");
            if (looked_at_ > sta_limits::pieces_max)
                throw_filter_too_costly("chunks", sta_limits::pieces_max);
        }
        for (std::size_t page = sta_limits::chunks_first; !sought.empty();
             page = std::min(2 * page, sta_limits::chunks_page)) {
            co_await find_in_page(tx, sought, page, worth);
            for (const Sought& s : sought)
                if (s.found) found.push_back(s.stream);
            std::erase_if(sought, [page](const Sought& s) {
                return s.found || s.chunks < static_cast<std::int64_t>(page);
            });
        }
        co_return true;
    }

    // Up to `page` chunks of each.
    task<void> find_in_page(db::Session& tx, std::vector<Sought>& sought, std::size_t page,
                            const WorthDecoding& worth) {
        for (std::size_t begin = 0; begin < sought.size();) {
            const std::size_t most = std::max<std::size_t>(1, sta_limits::streams_per_query / page);
            const auto some = std::span(sought).subspan(begin, std::min(most, sought.size() - begin));
            begin += some.size();
            std::vector<std::int64_t> ids;
            std::vector<Instant> t1, t0;
            std::unordered_map<std::int64_t, Sought*> by_id;
            for (Sought& s : some) {
                s.chunks = 0;
                ids.push_back(s.stream->id);
                t1.push_back(s.t1);
                t0.push_back(s.t0);
                by_id[s.stream->id] = &s;
            }
            const auto limit = static_cast<std::int64_t>(page);
            std::vector<db::Session::Statement> statements =
                next_chunks(streams_.distributed, {ids, t1, t0}, from_, to_, limit, worth);
            const std::vector<db::Rows> answers = co_await tx.run_all(std::move(statements));
            const std::int64_t decoded = co_await loop_.blocking([&] {
                std::int64_t chunks = 0, readings = 0;
                for (const db::Rows& rows : answers)
                    for (const db::Row row : rows) {
                        Sought& s = *by_id.at(row.integer("id"));
                        ++s.chunks;
                        const std::pair end(row.instant("t1"), row.instant("t0"));
                        if (end > std::pair(s.t1, s.t0)) std::tie(s.t1, s.t0) = end;
                        if (s.found) continue;
                        std::vector<Point> points, inside;
                        (void)decode_chunk(row.bytes("payload"), points).value();
                        ++chunks;
                        readings += static_cast<std::int64_t>(points.size());
                        append_within(inside, points, from_.us, to_.us);
                        (void)offer(*s.stream, inside);
                        s.found = collector_.take_any();
                    }
                return std::max(
                    readings / static_cast<std::int64_t>(telemetry::limits::chunk_points),
                    (chunks + sta_limits::small_chunks_per_chunk - 1) / sta_limits::small_chunks_per_chunk);
            });
            decoded_ += decoded;
            if (decoded_ > sta_limits::chunks_max) throw_filter_too_costly("chunks", sta_limits::chunks_max);
        }
    }

    // One snapshot for the streams of a group; again when the sealer has gone past it.
    task<void> scan_group(std::span<const StreamToRead* const> group) {
        std::size_t next = 0;
        while (next < group.size() && !done_) {
            const auto body = [&](db::Session& tx) -> task<void> {
                std::vector<std::int64_t> ids;
                for (std::size_t i = next; i < group.size(); ++i) ids.push_back(group[i]->id);
                co_await tx.run(telemetry::sql::one_snapshot);
                const db::Rows rows = co_await tx.run(sql::sealed_through, ids);
                std::unordered_map<std::int64_t, std::int64_t> through;
                for (const db::Row row : rows)
                    through[row.integer("datastream_id")] = row.integer("through_batch");
                while (next < group.size() && !done_) {
                    const StreamToRead& s = *group[next];
                    const Stream* known = streams_.find(s.id);
                    if (!known || !known->last) {  // deleted meanwhile, or all of it removed
                        ++next;
                        continue;
                    }
                    const Stream& stream = *known;
                    const std::int64_t sealed_to = through[s.id];
                    std::vector<Point> unsealed;
                    if (!stream.unsealed_beyond(sealed_to, unsealed)) co_return;
                    // The newest in chunks: the snapshot may have more of them than memory knows of.
                    std::optional<Point> sealed_last = stream.sealed_last;
                    if (stream.sealing && stream.sealing_through <= sealed_to &&
                        (!sealed_last || earlier(*sealed_last, stream.sealing->back())))
                        sealed_last = stream.sealing->back();
                    const std::int64_t edge = plan_.backwards ? stream.last->t_us : stream.first()->us;
                    if (collector_.past_worst(edge, plan_.backwards)) {
                        done_ = true;
                        co_return;
                    }
                    if (s.by_feature)
                        co_await scan_features(tx, s, std::move(unsealed), sealed_last);
                    else
                        co_await scan_stream(tx, s, std::move(unsealed), sealed_last, from_, to_);
                    ++next;
                    if (query_.any_feature) found_features_.merge(collector_.take_features());
                    if (query_.any && collector_.take_any()) found_.push_back(s.id);
                    if (collector_.enough()) done_ = true;
                }
            };
            co_await pool_.transaction(body);
        }
    }

    bool within(std::int64_t t_us) const { return t_us >= from_.us && t_us <= to_.us; }
    bool offer(const StreamToRead& s, std::span<const Point> points) {
        return collector_.offer(s, points, plan_.backwards);
    }

    // Only as far as there can be readings of the features that are looked for.
    task<void> scan_features(db::Session& tx, const StreamToRead& s, std::vector<Point> unsealed,
                             std::optional<Point> sealed_last) {
        const bool usual = s.by_feature->contains(s.feature);
        std::vector<std::int64_t> wanted;
        for (const auto& [feature, slots] : *s.by_feature) wanted.push_back(feature);
        const db::Query query = usual ? sql::own_features : sql::own_features_among;
        std::vector<db::Param> params{s.id, from_, to_, sta_limits::features_read_max + 1};
        if (!usual) params.emplace_back(wanted);
        const db::Rows rows = co_await tx.run(query, std::move(params));
        if (rows.size() > sta_limits::features_read_max)
            throw_filter_too_costly("FeaturesOfInterest", sta_limits::features_read_max);
        std::unordered_map<std::int64_t, std::int64_t> own;
        for (const db::Row row : rows) own[row.instant("t").us] = row.integer("feature_id");
        // The snapshot may be older than the newest.
        const auto& fresh = streams_.new_features;
        for (auto at = fresh.lower_bound({s.id, from_.us}); at != fresh.end() && at->first.first == s.id;
             ++at)
            own[at->first.second] = at->second;
        Instant from = from_, to = to_;
        if (!usual) {
            std::erase_if(own, [&](const auto& at) { return !s.by_feature->contains(at.second); });
            if (own.empty()) co_return;
            const auto [first, last] =
                std::ranges::minmax_element(own, {}, [](const auto& at) { return at.first; });
            from = std::max(from, Instant{first->first});
            to = std::min(to, Instant{last->first});
        }
        collector_.begin_stream(std::move(own));
        co_await scan_stream(tx, s, std::move(unsealed), sealed_last, from, to);
    }

    task<void> scan_stream(db::Session& tx, const StreamToRead& s, std::vector<Point> unsealed,
                           std::optional<Point> sealed_last, Instant from, Instant to) {
        if (query_.after && query_.after->datastream_id == s.id)
            from = std::max(from, Instant{query_.after->point.t_us + 1});
        std::vector<Point> pending;
        append_within(pending, unsealed, from.us, to.us);
        if (plan_.backwards && sealed_last) {
            // Newer than every chunk: perhaps the database need not be asked at all.
            const auto middle = std::upper_bound(pending.begin(), pending.end(), *sealed_last, earlier);
            const std::vector<Point> newer(middle, pending.end());
            pending.erase(middle, pending.end());
            if (!offer(s, newer)) co_return;
        }
        if (!sealed_last || sealed_last->t_us < from.us) {
            (void)offer(s, pending);
            co_return;
        }
        Instant t1{plan_.backwards ? end_of_times_us : Stream::never_us}, t0 = t1;
        for (std::size_t page = sta_limits::chunks_first;;
             page = std::min(2 * page, sta_limits::chunks_page)) {
            const auto limit = static_cast<std::int64_t>(page) + 1;
            const db::Query query = plan_.backwards ? sql::chunks_down : sql::chunks_up;
            const db::Rows rows = co_await tx.run(query, s.id, from, to, t1, t0, limit);
            const bool more = rows.size() == limit;
            const int used = more ? rows.size() - 1 : rows.size();
            decoded_ += used;
            if (decoded_ > sta_limits::chunks_max) throw_filter_too_costly("chunks", sta_limits::chunks_max);
            std::int64_t barrier = 0;  // what lies beyond it is complete
            if (more) {
                const db::Row last = rows[used - 1], next = rows[used];
                t1 = last.instant("t1");
                t0 = last.instant("t0");
                const Instant next_t1 = next.instant("t1"), next_t0 = next.instant("t0");
                if (plan_.backwards) {
                    barrier = next_t1.us;
                } else {
                    const db::Rows least = co_await tx.run(sql::least_t0, s.id, to, next_t1, next_t0);
                    barrier = least.front().instant("t0").us;
                }
            }
            const bool go_on = co_await loop_.blocking([&] {
                for (int i = 0; i < used; ++i) {
                    std::vector<Point> points;
                    (void)decode_chunk(rows[i].bytes("payload"), points).value();
                    append_within(pending, points, from.us, to.us);
                }
                std::sort(pending.begin(), pending.end(), earlier);
                if (!more) {
                    (void)offer(s, pending);
                    return false;
                }
                std::vector<Point> ready;
                if (plan_.backwards) {
                    const auto at = std::upper_bound(pending.begin(), pending.end(), Point{barrier}, earlier);
                    ready.assign(at, pending.end());
                    pending.erase(at, pending.end());
                } else {
                    const auto at = std::lower_bound(pending.begin(), pending.end(), Point{barrier}, earlier);
                    ready.assign(pending.begin(), at);
                    pending.erase(pending.begin(), at);
                }
                return offer(s, ready);
            });
            if (!go_on) co_return;
        }
    }

    // Readings in the range, without conditions: chunks say how many they hold.
    task<std::int64_t> count() {
        std::int64_t total = 0;
        for (std::size_t i = 0; i < query_.streams.size(); i += sta_limits::streams_per_query) {
            std::vector<std::int64_t> ids;
            for (std::size_t j = i; j < std::min(query_.streams.size(), i + sta_limits::streams_per_query);
                 ++j)
                ids.push_back(query_.streams[j].id);
            while (true) {
                const std::int64_t left = sta_limits::pieces_max - looked_at_ + 1;
                const auto body = [&](db::Session& tx) -> task<std::optional<std::int64_t>> {
                    return count_group(tx, ids, left);
                };
                const std::optional<std::int64_t> n = co_await pool_.transaction(body);
                if (!n) continue;
                total += *n;
                looked_at_ += last_looked_at_;
                break;
            }
            if (looked_at_ > sta_limits::pieces_max)
                throw_filter_too_costly("$count", sta_limits::pieces_max);
        }
        co_return total;
    }

    task<std::optional<std::int64_t>> count_group(db::Session& tx, const std::vector<std::int64_t>& ids,
                                                  std::int64_t limit) {
        co_await tx.run(telemetry::sql::one_snapshot);
        const db::Rows rows = co_await tx.run(sql::sealed_through, ids);
        std::unordered_map<std::int64_t, std::int64_t> through;
        for (const db::Row row : rows) through[row.integer("datastream_id")] = row.integer("through_batch");
        std::int64_t total = 0;
        for (const std::int64_t id : ids) {
            const Stream* stream = streams_.find(id);
            std::vector<Point> unsealed, inside;
            if (!stream) continue;
            if (!stream->unsealed_beyond(through[id], unsealed)) co_return std::nullopt;
            append_within(inside, unsealed, from_.us, to_.us);
            total += static_cast<std::int64_t>(inside.size());
        }
        const db::Rows whole = co_await tx.run(sql::count_inside, ids, from_, to_, limit);
        last_looked_at_ = whole.front().integer("chunks");
        total += whole.front().integer("n");
        const db::Rows across =
            co_await tx.run(sql::chunks_across, ids, from_, to_, sta_limits::chunks_max + 1);
        decoded_ += across.size();
        if (decoded_ > sta_limits::chunks_max) throw_filter_too_costly("chunks", sta_limits::chunks_max);
        const std::int64_t partly = co_await loop_.blocking([&] {
            std::int64_t n = 0;
            for (const db::Row row : across) {
                std::vector<Point> points, inside;
                (void)decode_chunk(row.bytes("payload"), points).value();
                append_within(inside, points, from_.us, to_.us);
                n += static_cast<std::int64_t>(inside.size());
            }
            return n;
        });
        co_return total + partly;
    }

    Loop& loop_;
    db::Pool& pool_;
    const Streams& streams_;
    const ObservationQuery& query_;
    Plan plan_;
    Collector collector_;
    Instant from_, to_;
    std::vector<std::int64_t> found_;
    std::set<std::int64_t> found_features_;
    std::int64_t own_decoded_ = 0, looked_at_ = 0, last_looked_at_ = 0;
    std::int64_t& decoded_ = query_.decoded ? *query_.decoded : own_decoded_;
    bool done_ = false;
};

}  // namespace

namespace {

// The newest reading of one stream, which memory knows; nothing when more is asked for.
std::optional<ObservationPage> newest_of(const Streams& streams, const ObservationQuery& q) {
    const bool plain = q.streams.size() == 1 && q.order.size() == 1 && q.order[0].descending &&
                       q.conditions.empty() && q.top == 1 && q.skip == 0 && !q.count && !q.any && !q.after &&
                       !q.streams[0].by_feature;
    const auto* path = plain ? q.order[0].value->as<odata::Path>() : nullptr;
    const bool by_time = path && path->steps.empty() && path->property->name == "phenomenonTime";
    const Stream* stream = by_time ? streams.find(q.streams[0].id) : nullptr;
    if (!stream || !stream->last || stream->last->t_us < q.from_us || stream->last->t_us > q.to_us) return {};
    // Whether there are more within a part of its time, only the chunks know.
    const std::int64_t first_us = stream->first()->us;
    if (q.from_us > first_us) return {};
    ObservationPage out;
    out.readings.push_back({q.streams[0].id, *stream->last});
    out.more = first_us < stream->last->t_us;
    return out;
}

}  // namespace

task<ObservationPage> read_observations(Loop& loop, db::Pool& pool, const Streams& streams,
                                        const ObservationQuery& query, Instant now) {
    if (query.from_us > query.to_us) co_return ObservationPage{};
    if (std::optional<ObservationPage> newest = newest_of(streams, query)) co_return *std::move(newest);
    Scan scan(loop, pool, streams, query, now);
    ObservationPage page = co_await scan.run();
    co_return page;
}

}  // namespace hatang::telemetry::sta
