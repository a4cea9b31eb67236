#include "telemetry/sensorthings/observations.hpp"

#include <algorithm>
#include <set>
#include <utility>

#include "telemetry/sensorthings/limits.hpp"
#include "telemetry/sensorthings/odata/errors.hpp"
#include "telemetry/sensorthings/queries.hpp"
#include "telemetry/storage/codec.hpp"
#include "telemetry/storage/queries.hpp"

namespace hatang::telemetry::sta {
namespace {

// 9999-12-31: later than any reading, within what the database can hold.
constexpr std::int64_t end_of_times_us = 253'402'214'400'000'000;

[[noreturn]] void throw_too_costly(std::string_view what, std::int64_t most) {
    throw odata::too_costly("$filter", 0, what, most);
}

// Keeps the readings that fit: in the order they come, or the best of them.
class Collector {
  public:
    Collector(const ObservationQuery& query, bool in_order, Instant now)
        : query_(query), evaluator_(query.slots, now), in_order_(in_order) {
        wanted_ = static_cast<std::size_t>(query.skip + query.top) + 1;
        constexpr std::size_t sorted_max = 200'000;
        if (!in_order && wanted_ > sorted_max) throw_too_costly("$skip", sorted_max);
    }

    // Takes readings of one stream in the direction of its scan. False: this stream has no more to give.
    bool offer(const StreamToRead& stream, std::span<const Point> points, bool backwards) {
        for (std::size_t i = 0; i < points.size(); ++i) {
            const Point& p = points[backwards ? points.size() - 1 - i : i];
            if (past_worst(p.t_us, backwards)) return false;
            const ReadingOf reading{stream.id, p};
            const std::int64_t feature = stream.by_feature ? feature_at(stream, p.t_us) : stream.feature;
            const std::vector<Value>* slots = slots_of(stream, feature);
            if (!slots || !fits(reading, stream, *slots)) continue;
            ++count_;
            add(reading, stream, *slots);
            // Each of its features may still come.
            if (query_.any_feature) {
                features_.insert(feature);
                if (features_.size() == (stream.by_feature ? stream.by_feature->size() : 1)) return false;
                continue;
            }
            if (enough()) return false;
        }
        return true;
    }

    // Nothing that still comes can change the answer. Never while counting one by one.
    bool enough() const {
        return (query_.any && !kept_.empty()) || (!counts_all_ && in_order_ && kept_.size() == wanted_);
    }
    // All kept are on this side of the time, so readings beyond it are of no use.
    bool past_worst(std::int64_t t_us, bool backwards) const {
        if (counts_all_ || !by_time_ || kept_.size() < wanted_) return false;
        const std::int64_t worst = kept_.front().reading.point.t_us;
        return backwards ? t_us < worst : t_us > worst;
    }

    ObservationPage page() {
        if (!in_order_)
            std::sort(kept_.begin(), kept_.end(),
                      [this](const Kept& a, const Kept& b) { return before(a, b); });
        ObservationPage out;
        out.count = count_;
        out.more = kept_.size() == wanted_;
        const auto first = std::min(kept_.size(), static_cast<std::size_t>(query_.skip));
        const auto last = std::min(kept_.size(), wanted_ - 1);
        for (std::size_t i = first; i < last; ++i) out.readings.push_back(kept_[i].reading);
        return out;
    }
    // Whether one was found; forgets it.
    bool take_any() { return !std::exchange(kept_, {}).empty(); }
    std::set<std::int64_t> take_features() { return std::exchange(features_, {}); }
    // Those of the next stream that are of another feature than it says, by time.
    void begin_stream(std::unordered_map<std::int64_t, std::int64_t> own) { own_features_ = std::move(own); }
    void count_all() { counts_all_ = true; }
    void sorts_by_time() { by_time_ = !in_order_; }

  private:
    struct Kept {
        ReadingOf reading;
        std::vector<Value> keys;
    };

    std::int64_t feature_at(const StreamToRead& stream, std::int64_t t_us) const {
        const auto own = own_features_.find(t_us);
        return own == own_features_.end() ? stream.feature : own->second;
    }
    // Null: no reading of that feature is looked for.
    static const std::vector<Value>* slots_of(const StreamToRead& stream, std::int64_t feature) {
        if (!stream.by_feature) return &stream.slots;
        const auto found = stream.by_feature->find(feature);
        return found == stream.by_feature->end() ? nullptr : &found->second;
    }
    bool fits(const ReadingOf& r, const StreamToRead& stream, const std::vector<Value>& slots) const {
        for (const odata::Expression* c : query_.conditions)
            if (!evaluator_.holds(*c, r, slots, stream.results.get())) return false;
        return true;
    }
    bool before(const Kept& a, const Kept& b) const {
        for (std::size_t i = 0; i < query_.order.size(); ++i) {
            const int order = compare(a.keys[i], b.keys[i]);
            if (order != 0) return query_.order[i].descending ? order > 0 : order < 0;
        }
        return std::pair(a.reading.datastream_id, a.reading.point.t_us) <
               std::pair(b.reading.datastream_id, b.reading.point.t_us);
    }
    void add(const ReadingOf& r, const StreamToRead& stream, const std::vector<Value>& slots) {
        if (in_order_) {
            if (kept_.size() < wanted_) kept_.push_back({r, {}});
            return;
        }
        Kept made{r, {}};
        for (const auto& key : query_.order)
            made.keys.push_back(evaluator_.value(*key.value, r, slots, stream.results.get()));
        const auto worse_first = [this](const Kept& a, const Kept& b) { return before(a, b); };
        if (kept_.size() == wanted_) {
            if (!before(made, kept_.front())) return;
            std::pop_heap(kept_.begin(), kept_.end(), worse_first);
            kept_.pop_back();
        }
        kept_.push_back(std::move(made));
        std::push_heap(kept_.begin(), kept_.end(), worse_first);
    }

    const ObservationQuery& query_;
    Evaluator evaluator_;
    bool in_order_, by_time_ = false, counts_all_ = false;
    std::size_t wanted_ = 0;
    std::int64_t count_ = 0;
    std::unordered_map<std::int64_t, std::int64_t> own_features_;
    std::set<std::int64_t> features_;  // found in this stream
    std::vector<Kept> kept_;           // a heap with the worst first, unless they come in order
};

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
        for (std::size_t i = 0; i < todo.size() && !done_;) {
            const std::size_t end = std::min(todo.size(), i + sta_limits::streams_per_query);
            co_await scan_group(std::span(todo).subspan(i, end - i));
            i = end;
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
                    const Stream& stream = *streams_.find(s.id);
                    const std::int64_t sealed_to = through[s.id];
                    std::vector<Point> unsealed;
                    if (!stream.unsealed_beyond(sealed_to, unsealed)) co_return;
                    // That somebody has one at all, its first and last reading say.
                    if (query_.any && query_.conditions.empty() && !s.by_feature &&
                        (within(stream.last->t_us) || within(stream.first()->us))) {
                        found_.push_back(s.id);
                        found_features_.insert(s.feature);
                        ++next;
                        continue;
                    }
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
                    if (collector_.enough() && !query_.any) done_ = true;
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
            throw_too_costly("FeaturesOfInterest", sta_limits::features_read_max);
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
            if (decoded_ > sta_limits::chunks_max) throw_too_costly("chunks", sta_limits::chunks_max);
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
        std::int64_t looked_at = 0;
        for (std::size_t i = 0; i < query_.streams.size(); i += sta_limits::streams_per_query) {
            std::vector<std::int64_t> ids;
            for (std::size_t j = i; j < std::min(query_.streams.size(), i + sta_limits::streams_per_query);
                 ++j)
                ids.push_back(query_.streams[j].id);
            while (true) {
                const std::int64_t left = sta_limits::pieces_max - looked_at + 1;
                const auto body = [&](db::Session& tx) -> task<std::optional<std::int64_t>> {
                    return count_group(tx, ids, left);
                };
                const std::optional<std::int64_t> n = co_await pool_.transaction(body);
                if (!n) continue;
                total += *n;
                looked_at += last_looked_at_;
                break;
            }
            if (looked_at > sta_limits::pieces_max) throw_too_costly("$count", sta_limits::pieces_max);
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
        if (decoded_ > sta_limits::chunks_max) throw_too_costly("chunks", sta_limits::chunks_max);
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
    std::int64_t own_decoded_ = 0, last_looked_at_ = 0;
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
