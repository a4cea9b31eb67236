// Brings memory up with the database, whoever wrote there. Why nothing is missed:
//
// The log has no gaps: a batch is only taken behind the one before it (sql::insert_batch), so by the time one
// can be seen all before it are there or were sealed. The changes of chunks have none either: each takes the
// next number under the lock of one row. And batches go only in a transaction that is such a change. So of a
// snapshot memory takes the batches behind its last one and then the changes: what went missing in between is
// in chunks, and those streams are among the changed.
#include <algorithm>
#include <map>
#include <set>

#include "base/error.hpp"
#include "telemetry/limits.hpp"
#include "telemetry/storage/batch_codec.hpp"
#include "telemetry/storage/queries.hpp"
#include "telemetry/storage/storage.hpp"

namespace hatang::telemetry {
namespace {

using Log = std::vector<std::pair<std::int64_t, std::vector<Reading>>>;

Log decode_log(const db::Rows& rows) {
    Log out;
    for (const db::Row row : rows)
        out.emplace_back(row.integer("id"), decode_batch(row.bytes("payload")).value());
    return out;
}

// Puts the readings of a batch into the heads, without those that are in chunks; of one stream, or of all.
std::size_t replay_batch(Streams& streams, std::int64_t batch, const std::vector<Reading>& readings,
                         Instant now, const std::set<std::int64_t>* only, std::vector<Reading>* told) {
    std::vector<Stream*> late;
    std::size_t replayed = 0;
    for (const Reading& r : readings) {
        if (only && !only->contains(r.datastream_id)) continue;
        Stream* const known = streams.find(r.datastream_id);
        if (!known || known->about.sensor_id == 0) continue;  // of a datastream that was erased
        Stream& s = *known;
        if (batch <= s.sealed_through || s.holds(r.t.us)) continue;
        const Point point{r.t.us, r.value, r.quality};
        if (s.arriving_late.empty() && (s.head.empty() || earlier(s.head.back(), point))) {
            s.commit(point, batch, now);
        } else {
            if (s.arriving_late.empty()) late.push_back(&s);
            s.arriving_late.push_back(point);
        }
        if (told) told->push_back(r);
        ++replayed;
    }
    for (Stream* s : late) {
        std::sort(s->arriving_late.begin(), s->arriving_late.end(), earlier);
        s->commit_late(batch, now);
    }
    return replayed;
}

}  // namespace

task<void> Storage::follow() {
    while (true) {
        const db::Rows end = co_await pool_.run(sql::log_end);
        const db::Row row = end.front();
        if (row.integer("newest") == streams.last_batch && row.integer("changes") == streams.changes)
            co_return;
        News news;
        co_await pool_.transaction([&](db::Session& tx) -> task<void> { co_await read_news(tx, news); });
        Log log = decode_log(news.batches);
        co_await describe_unknown(log);
        std::vector<Reading> told;
        learn(news, log, told);
        if (!told.empty()) committer.announce_news(told);
        if (news.whole) co_return;
    }
}

task<void> Storage::read_news(db::Session& tx, News& news) {
    co_await tx.run(sql::one_snapshot);
    news.batches = co_await tx.run(sql::batches_after, streams.last_batch, limits::replay_batches);
    news.whole = news.batches.size() < limits::replay_batches;
    if (!news.whole) co_return;  // the changes come last
    const std::int64_t known = streams.changes;
    news.changes = co_await tx.run(sql::changes_after, known);
    if (news.changes.empty()) co_return;
    std::set<std::int64_t> changed, amended;
    for (const db::Row row : news.changes) {
        news.change = row.integer("no");
        if (row.boolean("amended")) news.amended = news.change;
        for (const std::int64_t id : row.integers("datastreams")) {
            changed.insert(id);
            if (row.boolean("amended")) amended.insert(id);
        }
    }
    // So far behind that some are there no more: any stream may be among them.
    if (news.changes.front().integer("no") != known + 1) {
        for (const auto& [id, s] : streams.all()) changed.insert(id), amended.insert(id);
        const db::Rows end = co_await tx.run(sql::log_end);
        news.amended = end.front().integer("amended");
    }
    if (streams.distributed) co_await tx.run(sql::await_nodes);
    news.changed.assign(changed.begin(), changed.end());
    news.amended_streams.assign(amended.begin(), amended.end());
    news.sealed = co_await tx.run(sql::sealed_of, news.changed);
    const std::vector<std::int64_t> none;
    if (!amended.empty()) news.described = co_await tx.run(sql::streams_of, news.amended_streams, none, none);
    // A head that is sealed in part is made again from the batches that are not.
    std::int64_t after = streams.last_batch;
    for (const db::Row row : news.sealed) {
        const Stream* const s = streams.find(row.integer("datastream_id"));
        const auto batches = s ? s->unsealed_batches() : std::nullopt;
        const std::int64_t through = row.integer("through_batch");
        if (batches && batches->first <= through && through < batches->last) after = std::min(after, through);
    }
    const std::int64_t count = streams.last_batch - after;
    if (count > 0) news.known_batches = co_await tx.run(sql::batches_after, after, count);
}

// One that another server made a moment ago.
task<void> Storage::describe_unknown(const Log& log) {
    std::set<std::int64_t> unknown;
    for (const auto& [batch, readings] : log)
        for (const Reading& r : readings) {
            const Stream* const s = streams.find(r.datastream_id);
            if (!s || s->about.sensor_id == 0) unknown.insert(r.datastream_id);
        }
    if (unknown.empty()) co_return;
    const std::vector<std::int64_t> ids(unknown.begin(), unknown.end()), none;
    const db::Rows rows = co_await pool_.run(sql::streams_of, ids, none, none);
    describe(rows);
}

// No reader sees a part of it: nothing is waited for.
void Storage::learn(const News& news, const Log& log, std::vector<Reading>& told) {
    const Instant now = clock_.now();
    for (const auto& [batch, readings] : log) {
        streams.unsealed += replay_batch(streams, batch, readings, now, nullptr, &told);
        streams.last_batch = batch;
    }
    // The sealer may have learned of its own while this was read.
    if (news.change <= streams.changes) return;
    std::map<std::int64_t, std::optional<Point>> last;
    std::set<std::int64_t> again;
    for (const std::int64_t id : news.changed) {
        Stream* const s = streams.find(id);
        if (!s) continue;
        s->seal_failed();  // one that another server was before
        last[id] = s->last;
    }
    for (const db::Row row : news.sealed) {
        Stream& s = streams.at(row.integer("datastream_id"));
        const std::int64_t through = row.integer("through_batch");
        const auto batches = s.unsealed_batches();
        if (batches && batches->first <= through) {
            streams.unsealed -= s.unsealed();
            s.drop_unsealed();
            if (through < batches->last) again.insert(s.about.id);
        }
        learn_sealed(s, row);
    }
    if (!again.empty()) {
        for (const auto& [batch, readings] : decode_log(news.known_batches))
            streams.unsealed += replay_batch(streams, batch, readings, now, &again, nullptr);
        for (const auto& [batch, readings] : log)
            streams.unsealed += replay_batch(streams, batch, readings, now, &again, nullptr);
    }
    describe(news.described);
    std::set<std::int64_t> there;
    for (const db::Row row : news.described) there.insert(row.integer("id"));
    for (const std::int64_t id : news.amended_streams)
        if (!there.contains(id)) streams.forget(id);
    streams.changes = news.change;
    streams.amended = std::max(streams.amended, news.amended);
    // Of what was sealed before its batch was seen, the newest reading of each stream.
    for (const auto& [id, before] : last) {
        const Stream* const s = streams.find(id);
        if (s && s->last && (!before || before->t_us < s->last->t_us))
            told.push_back({id, {s->last->t_us}, s->last->value, s->last->quality});
    }
}

}  // namespace hatang::telemetry
