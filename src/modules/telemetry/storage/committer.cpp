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

}  // namespace

void NamedReadings::add(std::int64_t datastream_id, Instant t, std::int64_t feature_id) {
    datastreams.push_back(datastream_id);
    times.push_back(t);
    features.push_back(feature_id);
}

void NamedReadings::add(const NamedReadings& more) {
    for (std::size_t i = 0; i < more.features.size(); ++i)
        add(more.datastreams[i], more.times[i], more.features[i]);
}

Committer::Committer(Loop& loop, Clock& clock, db::Pool& pool, Streams& streams, StepWatcher watcher)
    : loop_(loop),
      clock_(clock),
      pool_(pool),
      streams_(streams),
      watcher_(std::move(watcher)),
      work_(loop),
      ended_(loop) {}

void Committer::start(std::int64_t epoch) {
    epoch_ = epoch;
    running_ = true;
    loop_.spawn(run(), "telemetry.committer");
}

task<void> Committer::stop() {
    stopping_ = true;
    work_.notify_all();
    while (running_) co_await ended_.wait();
}

bool Committer::has_room() const {
    return running_ && !stopping_ && !replaced_ && queued_ < limits::queued_readings_max &&
           streams_.unsealed < limits::unsealed_readings_max;
}

void Committer::put(Intake intake) {
    if (!running_ || stopping_) throw unavailable("ingest is not running");
    if (replaced_) throw unavailable("another server has taken over");
    if (!database_up_ && !intake.waits_for_database) throw unavailable("database");
    if (!has_room()) throw unavailable("the queue of readings is full");
    queued_ += intake.readings.size();
    queue_.push_back(std::move(intake));
    work_.notify_all();
}

task<void> Committer::run() {
    try {
        while (true) {
            if (queue_.empty()) {
                if (stopping_) break;
                co_await work_.wait();
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

// What is new goes into `fresh` and to the streams' arriving readings.
task<void> Committer::sort_out(Batch& batch) {
    std::vector<std::uint8_t> is_new;
    std::vector<LateReading> late;
    const auto touch = [&batch](Stream& s) {
        if (s.arriving.empty() && s.arriving_late.empty()) batch.touched.push_back(&s);
    };
    for (const Intake& intake : batch.intakes) {
        for (const Reading& r : intake.readings) {
            Stream& s = *streams_.find(r.datastream_id);
            const Point point{r.t.us, r.value, r.quality};
            is_new.push_back(point.t_us > s.newest_us() && point.t_us >= s.removed_before_us);
            if (is_new.back()) {
                touch(s);
                s.arriving.push_back(point);
            } else {
                late.push_back({&s, point, is_new.size() - 1});
            }
        }
    }
    if (!late.empty()) co_await find_new(loop_, pool_, late);
    for (const LateReading& r : late) {
        // One whose time was removed meanwhile may be in the roll-ups already.
        if (!r.is_new || r.point.t_us < r.stream->removed_before_us) continue;
        touch(*r.stream);
        r.stream->arriving_late.push_back(r.point);
        is_new[r.index] = true;
    }
    std::size_t index = 0;
    for (std::size_t i = 0; i < batch.intakes.size(); ++i) {
        const std::vector<std::int64_t>& features = batch.intakes[i].features;
        const std::size_t first = index;
        for (const Reading& r : batch.intakes[i].readings) {
            const bool accepted = is_new[index++];
            ++(accepted ? batch.outcomes[i].accepted : batch.outcomes[i].duplicates);
            if (accepted) batch.fresh.push_back(r);
        }
        for (std::size_t n = 0; n < features.size(); ++n) {
            const Reading& r = batch.intakes[i].readings[n];
            if (features[n] != 0 && is_new[first + n]) batch.named.add(r.datastream_id, r.t, features[n]);
        }
    }
}

task<void> Committer::commit(Batch& batch) {
    co_await sort_out(batch);
    if (!batch.fresh.empty()) {
        watch(Step::batch_ready);
        co_await write(batch);
        watch(Step::batch_committed);
        uncertain_ = false;
        uncertain_named_ = {};
    }
    finish(batch);
}

task<void> Committer::write(const Batch& batch) {
    const std::int64_t id = streams_.last_batch + 1;
    const std::string payload = encode_batch(batch.fresh);
    if (!uncertain_named_.empty())
        co_await pool_.run(sql::delete_ghosts_of_features, id, epoch_, uncertain_named_.datastreams,
                           uncertain_named_.times);
    else if (uncertain_)
        co_await pool_.run(sql::delete_ghosts, id, epoch_);
    uncertain_ = true;
    const NamedReadings& named = batch.named;
    uncertain_named_.add(named);
    const auto count = static_cast<std::int64_t>(batch.fresh.size());
    const db::Param bytes = db::Param::bytes(payload);
    db::Rows rows;
    if (named.empty())
        rows = co_await pool_.run(sql::insert_batch, id, count, bytes, epoch_);
    else
        rows = co_await pool_.run(sql::insert_batch_of_features, id, count, bytes, epoch_, named.datastreams,
                                  named.times, named.features);
    if (!rows.empty()) co_return;
    replaced_ = true;
    log::error("telemetry.replaced", {{"epoch", epoch_}});
    throw unavailable("another server has taken over");
}

void Committer::finish(Batch& batch) {
    if (!batch.fresh.empty()) {
        ++streams_.last_batch;
        ++batches_;
        streams_.unsealed += batch.fresh.size();
        const Instant now = clock_.now();
        for (Stream* s : batch.touched) s->commit_arriving(streams_.last_batch, now);
    }
    if (!batch.named.empty())
        streams_.note_features(batch.named.datastreams, batch.named.times, batch.named.features);
    const std::size_t before = queued_;
    for (std::size_t i = 0; i < batch.intakes.size(); ++i) queued_ -= batch.intakes[i].readings.size();
    for (std::size_t i = 0; i < batch.intakes.size(); ++i) batch.intakes[i].done(batch.outcomes[i]);
    if (!batch.fresh.empty()) announce(batch.fresh);
    if (before >= limits::queued_readings_low && queued_ < limits::queued_readings_low && on_room) on_room();
}

void Committer::announce(std::span<const Reading> readings) const {
    for (const auto& listener : on_committed) tell(listener, readings);
}

// Refuses what does not wait; the rest goes back to the front of the queue, in its order.
void Committer::fail(Batch& batch, const std::exception_ptr& failed) {
    log::warn("telemetry.commit_failed", {{"error", reason(failed)}, {"readings", batch.fresh.size()}});
    for (Stream* s : batch.touched) s->drop_arriving();
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
        if (replaced_) continue;
        const bool healthy = co_await pool_.healthy();
        if (healthy) break;
    }
    database_up_ = true;
    if (!stopping_) log::info("telemetry.database_back", {{"queued", queued_}});
    if (on_room && !stopping_) on_room();
}

}  // namespace hatang::telemetry
