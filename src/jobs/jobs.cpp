#include "jobs/jobs.hpp"

#include <map>

#include "base/log.hpp"
#include "jobs/change.hpp"
#include "jobs/limits.hpp"
#include "jobs/queries.hpp"
#include "json/writer.hpp"

namespace hatang {
std::span<const EmbeddedFile> embedded_jobs();
}

namespace hatang::jobs {

using Work = std::function<task<std::string>(Job&)>;

struct Jobs::State {
    State(Loop& l, db::Pool& p, Clock& c) : loop(l), pool(p), clock(c), wake(l) {}
    Loop& loop;
    db::Pool& pool;
    Clock& clock;
    Signal wake;
    std::map<std::string, Work> kinds;
    bool stopping = false;
    int workers = 0;
};

namespace {

// The process is about to end: the job goes back into the queue.
struct Stopping : std::exception {};

class RunningJob final : public Job {
  public:
    RunningJob(db::Pool& pool, Clock& clock, const bool& stopping, std::int64_t id, std::string input)
        : pool_(pool), clock_(clock), stopping_(stopping), id_(id), input_(std::move(input)) {}

    std::int64_t id() const override { return id_; }
    const std::string& input_json() const override { return input_; }
    task<void> progress(double percent, std::string words) override {
        if (stopping_) throw Stopping();
        const Instant now = clock_.now();
        if (now - last_ < std::chrono::microseconds(progress_every).count()) co_return;
        last_ = now;
        const db::Rows rows = co_await change(pool_, report, id_, percent, words);
        if (rows.empty() || rows.front().boolean("cancel_asked")) throw Cancelled();
    }

  private:
    db::Pool& pool_;
    Clock& clock_;
    const bool& stopping_;
    std::int64_t id_;
    std::string input_;
    Instant last_;
};

std::string error_json(const std::exception& e) {
    json::Writer w;
    const auto* error = dynamic_cast<const Error*>(&e);
    w.begin_object().field("code", error ? error_info(error->code).code : error_info(Code::internal).code);
    if (error)
        w.field("text_vi", error->text_vi()).field("text_en", error->text_en()).field("where", error->where);
    w.end_object();
    return w.take();
}

struct Outcome {
    std::string state;  // done, failed, cancelled; "queued": put back
    std::optional<std::string> result, error;
};

task<Outcome> run_work(const Work& work, Job& job) {
    Outcome out;
    try {
        out.result = co_await work(job);
        out.state = "done";
    } catch (const Cancelled&) {
        out.state = "cancelled";
    } catch (const Stopping&) {
        out.state = "queued";
    } catch (const std::exception& e) {
        out.state = "failed";
        out.error = error_json(e);
        log::warn("jobs.failed", {{"job", job.id()}, {"error", e.what()}});
    }
    co_return out;
}

// A job under way, shared with the task that says it lives.
struct Beating {
    explicit Beating(Loop& loop) : ended(loop) {}
    bool running = true;
    Signal ended;
};

task<void> keep_beating(std::shared_ptr<Jobs::State> state, std::int64_t id, std::shared_ptr<Beating> job) {
    while (job->running) {
        co_await job->ended.wait_for(beat_every);
        if (!job->running) break;
        try {
            co_await state->pool.run(beat, id);
        } catch (const std::exception& e) {  // the next beat may come through
            log::warn("jobs.beat", {{"job", id}, {"error", e.what()}});
        }
    }
    --state->workers;
}

}  // namespace

// One worker per kind: takes the oldest queued job, runs it, looks again.
static task<void> work_on(std::shared_ptr<Jobs::State> state, std::string kind);

Jobs::Jobs(Loop& loop, db::Pool& pool, Clock& clock) : state_(std::make_shared<State>(loop, pool, clock)) {}
Jobs::~Jobs() = default;
db::Pool& Jobs::pool_of() const { return state_->pool; }

db::ModuleSchema Jobs::schema() { return {"jobs", embedded_jobs()}; }

void Jobs::handle(std::string kind, Work work) { state_->kinds[std::move(kind)] = std::move(work); }

task<std::int64_t> Jobs::enqueue(db::Session& tx, std::string_view kind, std::string_view input_json,
                                 std::int64_t user_id) {
    const db::Rows rows = co_await tx.run(insert_job, kind, input_json, user_id);
    co_await tell(tx, rows);
    co_await tx.run(announce, kind);
    co_return rows.front().integer("id");
}

task<void> Jobs::cancel(db::Session& tx, std::int64_t id) {
    const db::Rows rows = co_await tx.run(jobs::cancel, id);
    co_await tell(tx, rows);
}

task<void> Jobs::start() {
    if (state_->kinds.empty()) co_return;
    state_->pool.listen("hatang_job", [weak = std::weak_ptr(state_)](std::string_view) {
        if (const auto state = weak.lock()) state->wake.notify_all();
    });
    for (const auto& [kind, work] : state_->kinds) {
        ++state_->workers;
        state_->loop.spawn(work_on(state_, kind), "jobs." + kind);
    }
}

task<void> Jobs::stop() {
    state_->stopping = true;
    state_->wake.notify_all();
    while (state_->workers > 0) co_await state_->loop.sleep(std::chrono::milliseconds(10));
}

static task<bool> work_once(std::shared_ptr<Jobs::State> state, std::string kind) {
    co_await change(state->pool, revive, silent_after_s, std::int32_t(attempts_max));
    const db::Rows rows = co_await change(state->pool, claim, kind);
    if (rows.empty()) co_return false;
    RunningJob job(state->pool, state->clock, state->stopping, rows.front().integer("id"),
                   std::string(rows.front().text("input")));
    const auto beating = std::make_shared<Beating>(state->loop);
    ++state->workers;
    state->loop.spawn(keep_beating(state, job.id(), beating), "jobs.beat");
    const Outcome outcome = co_await run_work(state->kinds.at(kind), job);
    beating->running = false;
    beating->ended.notify_all();
    if (outcome.state == "queued")
        co_await change(state->pool, put_back, job.id());
    else
        co_await change(state->pool, finish, job.id(), outcome.state, outcome.result, outcome.error);
    co_return true;
}

static task<void> work_on(std::shared_ptr<Jobs::State> state, std::string kind) {
    while (!state->stopping) {
        bool worked = false;
        try {
            worked = co_await work_once(state, kind);
        } catch (const db::SqlError& e) {
            // Another node was faster (the unique index), or the database is away: look again later.
            if (!e.unique_violation("job_running"))
                log::warn("jobs.database", {{"kind", kind}, {"error", e.what()}});
        } catch (const Error& e) {
            log::warn("jobs.database", {{"kind", kind}, {"error", e.what()}});
        }
        if (!worked && !state->stopping) co_await state->wake.wait_for(look_every);
    }
    --state->workers;
}

}  // namespace hatang::jobs
