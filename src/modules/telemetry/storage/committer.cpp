#include "telemetry/storage/committer.hpp"

#include <algorithm>

#include "base/error.hpp"
#include "base/log.hpp"
#include "telemetry/limits.hpp"
#include "telemetry/storage/batch_codec.hpp"
#include "telemetry/storage/queries.hpp"

namespace hatang::telemetry {
namespace {

Error unavailable(const char* why) { return Error(Code::unavailable, {}, {why}); }

std::string reason(const std::exception_ptr& failed) {
    try {
        std::rethrow_exception(failed);
    } catch (const std::exception& e) {
        return e.what();
    }
}

// The readings are committed: a listener that fails changes nothing about that.
void tell(const std::function<void(std::span<const Reading>)>& listener, std::span<const Reading> readings) {
    try {
        listener(readings);
    } catch (const std::exception& e) {
        log::error("telemetry.listener_failed", {{"error", e.what()}});
    }
}

Stream* stream_ahead(const std::vector<Stream*>& streams, std::size_t at, std::size_t by) {
    return at + by < streams.size() ? streams[at + by] : nullptr;
}

}  // namespace

void NamedReadings::add(std::int64_t datastream_id, Instant t, std::int64_t feature_id) {
    datastreams.push_back(datastream_id);
    times.push_back(t);
    features.push_back(feature_id);
}

Committer::Committer(Loop& loop, Clock& clock, db::Pool& pool, Streams& streams, StepWatcher watcher)
    : loop_(loop),
      clock_(clock),
      pool_(pool),
      streams_(streams),
      watcher_(std::move(watcher)),
      work_(loop),
      ended_(loop),
      followed_(loop),
      woken_(loop) {}

void Committer::start(std::function<task<void>()> follow) {
    follow_ = std::move(follow);
    followed_at_ = clock_.now();
    running_ = true;
    loop_.spawn(run(), "telemetry.committer");
}

task<void> Committer::stop() {
    stopping_ = true;
    work_.notify_all();
    while (running_) co_await ended_.wait();
}

bool Committer::has_room() {
    const bool room = running_ && !stopping_ && queued_ < limits::queued_readings_max &&
                      streams_.unsealed < limits::unsealed_readings_max;
    if (!room) turned_away_ = true;
    return room;
}

// The queue empties by commits, the heads by sealing, of which nobody tells: so this is asked from time to
// time.
void Committer::tell_of_room() {
    if (!turned_away_ || queued_ >= limits::queued_readings_low || !has_room()) return;
    turned_away_ = false;
    if (on_room) on_room();
}

void Committer::put(Intake intake) {
    if (!running_ || stopping_) throw unavailable("ingest is not running");
    if (!database_up_ && !intake.waits_for_database) throw unavailable("database");
    if (!has_room()) throw unavailable("the queue of readings is full");
    queued_ += intake.readings.size();
    queue_.push_back(std::move(intake));
    work_.notify_all();
}

task<void> Committer::run() {
    try {
        while (true) {
            if (follow_due()) co_await follow();
            if (queue_.empty()) {
                if (stopping_) break;
                if (follow_now_) continue;
                const bool woken = co_await work_.wait_for(limits::follow_pause);
                if (!woken) follow_now_ = true;
                tell_of_room();
                continue;
            }
            if (std::exchange(give_way_, false)) {
                co_await woken_.wait_for(limits::give_way_max);
                continue;
            }
            Batch batch = take_batch();
            std::exception_ptr failed;
            try {
                co_await commit(batch);
            } catch (const std::exception&) {
                failed = std::current_exception();
            }
            if (!failed) continue;
            fail(batch, failed);
            if (!stopping_) co_await wait_for_database();
        }
    } catch (const ProcessEnded&) {
    }
    running_ = false;
    ended_.notify_all();
    followed_.notify_all();
}

// A clock that was set back must not stop it.
bool Committer::follow_due() const {
    const std::int64_t since_us = clock_.now() - followed_at_;
    return follow_now_ || since_us < 0 || since_us >= std::chrono::microseconds(limits::follow_pause).count();
}

task<void> Committer::follow() {
    follow_now_ = false;
    followed_at_ = clock_.now();
    const std::int64_t number = ++follows_begun_;
    bool failed = false;
    try {
        co_await follow_();
    } catch (const std::exception& e) {
        log::debug("telemetry.follow_failed", {{"error", e.what()}});
        failed = true;
    }
    if (failed) follow_failed_ = number;
    follows_done_ = number;
    followed_.notify_all();
}

// One that has begun already may have looked too early.
task<void> Committer::catch_up() {
    const std::int64_t wanted = follows_begun_ + 1;
    wake();
    while (running_ && follows_done_ < wanted) co_await followed_.wait();
    if (follows_done_ < wanted || follow_failed_ >= wanted) throw unavailable("database");
}

void Committer::wake() {
    follow_now_ = true;
    work_.notify_all();
    woken_.notify_all();
}

Committer::Batch Committer::take_batch() {
    Batch batch;
    std::size_t readings = 0;
    while (!queue_.empty() &&
           (readings == 0 || readings + queue_.front().readings.size() <= limits::readings_per_batch_max)) {
        readings += queue_.front().readings.size();
        batch.intakes.push_back(std::move(queue_.front()));
        queue_.pop_front();
    }
    batch.outcomes.resize(batch.intakes.size());
    return batch;
}

// What is new goes into `fresh`. Readings of thousands of streams in turn: what a step needs of a stream is
// fetched some readings before.
task<void> Committer::sort_out(Batch& batch) {
    std::vector<Stream*> streams;
    for (const Intake& intake : batch.intakes)
        for (const Reading& r : intake.readings) streams.push_back(streams_.find(r.datastream_id));
    std::vector<std::uint8_t> is_new(streams.size());
    std::vector<LateReading> late;
    std::size_t at = 0;
    for (const Intake& intake : batch.intakes)
        for (const Reading& r : intake.readings) {
            if (Stream* const s = stream_ahead(streams, at, limits::streams_ahead)) s->fetch_to_compare();
            Stream* const s = streams[at++];
            if (!s) continue;  // its datastream was deleted meanwhile, and all its readings with it
            if (r.t.us > s->newest_us() && r.t.us >= s->removed_before_us) {
                s->arriving_us = r.t.us;
                batch.streams.push_back(s);
                is_new[at - 1] = true;
            } else {
                late.push_back({s, {r.t.us, r.value, r.quality}, at - 1});
            }
        }
    if (!late.empty()) co_await sort_out_late(batch, late, is_new);
    // Those of the late ones are not put into their heads one by one.
    for (const LateReading& r : late)
        if (is_new[r.index]) streams[r.index] = nullptr;
    batch.streams.clear();
    batch.fresh.reserve(streams.size());
    at = 0;
    for (std::size_t i = 0; i < batch.intakes.size(); ++i) {
        const std::vector<std::int64_t>& features = batch.intakes[i].features;
        const std::size_t first = at;
        for (const Reading& r : batch.intakes[i].readings) {
            ++(is_new[at] ? batch.outcomes[i].accepted : batch.outcomes[i].duplicates);
            if (is_new[at]) {
                batch.fresh.push_back(r);
                batch.streams.push_back(streams[at]);
            }
            ++at;
        }
        for (std::size_t n = 0; n < features.size(); ++n) {
            const Reading& r = batch.intakes[i].readings[n];
            if (features[n] != 0 && is_new[first + n]) batch.named.add(r.datastream_id, r.t, features[n]);
        }
    }
}

// Those that are new all the same go to arriving_late of their streams.
task<void> Committer::sort_out_late(Batch& batch, std::vector<LateReading>& late,
                                    std::vector<std::uint8_t>& is_new) {
    std::vector<ReadingKey> arriving;
    std::size_t at = 0;
    for (const Intake& intake : batch.intakes)
        for (const Reading& r : intake.readings)
            if (is_new[at++]) arriving.emplace_back(r.datastream_id, r.t.us);
    std::sort(arriving.begin(), arriving.end());
    co_await find_new(loop_, pool_, late, arriving);
    for (const LateReading& r : late) {
        // One whose time was removed meanwhile may be in the roll-ups already.
        if (!r.is_new || r.point.t_us < r.stream->removed_before_us) continue;
        if (r.stream->arriving_late.empty()) batch.late_streams.push_back(r.stream);
        r.stream->arriving_late.push_back(r.point);
        is_new[r.index] = true;
    }
}

// What was sorted out by what memory knew holds only when the batch is the next one of the log: when it is
// not, memory learns what came before it, and it is sorted out again.
task<void> Committer::commit(Batch& batch) {
    while (true) {
        co_await sort_out(batch);
        bool holds = true;
        if (batch.fresh.empty()) {
            const bool any = std::ranges::any_of(batch.intakes, [](auto& i) { return !i.readings.empty(); });
            if (any) holds = co_await nothing_amended();
        } else {
            watch(Step::batch_ready);
            holds = co_await write(batch);
        }
        if (holds) break;
        start_again(batch);
        if (on_others_first) on_others_first();
        co_await follow();
        if (follow_failed_ == follows_done_) throw unavailable("database");
    }
    if (!batch.fresh.empty()) watch(Step::batch_committed);
    finish(batch);
}

// False when it is not the next one. After an exception it may be in the log: then it is met there, as one of
// another server.
task<bool> Committer::write(const Batch& batch) {
    const std::int64_t id = streams_.last_batch + 1;
    const std::string payload = encode_batch(batch.fresh);
    const auto count = static_cast<std::int64_t>(batch.fresh.size());
    const NamedReadings& named = batch.named;
    bool next = false;
    try {
        const db::Param bytes = db::Param::bytes(payload);
        db::Rows rows;
        if (named.empty())
            rows = co_await pool_.run(sql::insert_batch, id, count, bytes, streams_.amended);
        else
            rows = co_await pool_.run(sql::insert_batch_of_features, id, count, bytes, streams_.amended,
                                      named.datastreams, named.times, named.features);
        next = !rows.empty();
    } catch (const db::SqlError& e) {
        if (!e.unique_violation("batch_pkey")) throw;
    }
    co_return next;
}

// A repeated reading is one only while it is there.
task<bool> Committer::nothing_amended() {
    const db::Rows rows = co_await pool_.run(sql::log_end);
    co_return rows.front().integer("amended") == streams_.amended;
}

void Committer::drop_arriving(Batch& batch) {
    for (Stream* s : batch.streams)
        if (s) s->drop_arriving();
    for (Stream* s : batch.late_streams) s->drop_arriving();
    batch.streams.clear();
    batch.late_streams.clear();
}

void Committer::start_again(Batch& batch) {
    drop_arriving(batch);
    batch.fresh.clear();
    batch.named = {};
    batch.outcomes.assign(batch.intakes.size(), {});
}

void Committer::put_into_heads(Batch& batch, Instant now) {
    for (std::size_t i = 0; i < batch.fresh.size(); ++i) {
        if (const Stream* const s = stream_ahead(batch.streams, i, 2 * limits::streams_ahead))
            s->fetch_to_commit();
        if (const Stream* const s = stream_ahead(batch.streams, i, limits::streams_ahead))
            s->fetch_head_end();
        Stream* const s = batch.streams[i];
        if (!s) continue;
        const Reading& r = batch.fresh[i];
        s->commit({r.t.us, r.value, r.quality}, streams_.last_batch, now);
        s->arriving_us = Stream::never_us;
    }
    for (Stream* s : batch.late_streams) s->commit_late(streams_.last_batch, now);
}

void Committer::finish(Batch& batch) {
    if (!batch.fresh.empty()) {
        ++streams_.last_batch;
        ++batches_;
        streams_.unsealed += batch.fresh.size();
        const Instant now = clock_.now();
        put_into_heads(batch, now);
    }
    if (!batch.named.empty())
        streams_.note_features(batch.named.datastreams, batch.named.times, batch.named.features);
    for (std::size_t i = 0; i < batch.intakes.size(); ++i) queued_ -= batch.intakes[i].readings.size();
    for (std::size_t i = 0; i < batch.intakes.size(); ++i) batch.intakes[i].done(batch.outcomes[i]);
    if (!batch.fresh.empty()) announce_soon(std::move(batch.fresh));
    tell_of_room();
}

// When the next batch is on its way to the database, if there is one: the work of the listeners would stand
// between the two.
void Committer::announce_soon(std::vector<Reading> readings) {
    untold_.push_back(std::move(readings));
    loop_.post([this, here = std::weak_ptr(here_)] {
        if (here.lock()) announce_untold();
    });
}

void Committer::announce_untold() {
    for (const std::vector<Reading>& readings : std::exchange(untold_, {})) announce(readings);
}

void Committer::announce(std::span<const Reading> readings) const {
    for (const auto& listener : on_committed) tell(listener, readings);
    announce_news(readings);
}

void Committer::announce_news(std::span<const Reading> readings) const {
    for (const auto& listener : on_news) tell(listener, readings);
}

// Refuses what does not wait; the rest goes back to the front of the queue, in its order.
void Committer::fail(Batch& batch, const std::exception_ptr& failed) {
    log::warn("telemetry.commit_failed", {{"error", reason(failed)}, {"readings", batch.fresh.size()}});
    drop_arriving(batch);
    const Intake::Outcome refused{.error = std::make_exception_ptr(unavailable("database"))};
    for (std::size_t i = batch.intakes.size(); i-- > 0;) {
        Intake& intake = batch.intakes[i];
        if (intake.waits_for_database && !stopping_) {
            queue_.push_front(std::move(intake));
            continue;
        }
        queued_ -= intake.readings.size();
        intake.done(refused);
    }
    // Those who came in meanwhile and do not wait.
    std::deque<Intake> waiting;
    for (Intake& intake : queue_) {
        if (intake.waits_for_database && !stopping_) {
            waiting.push_back(std::move(intake));
            continue;
        }
        queued_ -= intake.readings.size();
        intake.done(refused);
    }
    queue_ = std::move(waiting);
}

task<void> Committer::wait_for_database() {
    database_up_ = false;
    auto pause = limits::retry_pause_min;
    while (!stopping_) {
        co_await work_.wait_for(pause);
        pause = std::min(2 * pause, limits::retry_pause_max);
        const bool healthy = co_await pool_.healthy();
        if (healthy) break;
        follow_failed_ = follows_done_ = ++follows_begun_;
        followed_.notify_all();
    }
    database_up_ = true;
    if (!stopping_) log::info("telemetry.database_back", {{"queued", queued_}});
    if (on_room && !stopping_) on_room();
}

}  // namespace hatang::telemetry
