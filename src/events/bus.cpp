#include "events/bus.hpp"

#include "base/log.hpp"
#include "events/limits.hpp"
#include "events/queries.hpp"
#include "events/sequence.hpp"

namespace hatang {
std::span<const EmbeddedFile> embedded_events();
}

namespace hatang::events {
namespace {

using SteadyClock = std::chrono::steady_clock;

Event event_of(const db::Row& row) {
    return {row.integer("id"), std::string(row.text("topic")), std::string(row.text("key")),
            std::string(row.text("payload")), row.instant("at")};
}

}  // namespace

struct Bus::State {
    State(Loop& l, db::Pool& p) : loop(l), pool(p), woken(l), ended(l) {}
    Loop& loop;
    db::Pool& pool;
    Sequence sequence;
    struct Subscriber {
        std::string prefix;
        std::function<void(const Event&)> on_event;
    };
    std::vector<Subscriber> subscribers;
    Signal woken, ended;
    bool news = false, running = false, stopping = false;
    std::optional<SteadyClock::time_point> purged_at;

    void wake() {
        news = true;
        woken.notify_all();
    }
    void hand_out(const Event&) const;
    task<bool> read();  // true when there may be more
    task<void> purge();
    static task<void> run(std::shared_ptr<State>);
};

void Bus::State::hand_out(const Event& event) const {
    for (const Subscriber& s : subscribers) {
        if (!event.topic.starts_with(s.prefix)) continue;
        try {
            s.on_event(event);
        } catch (const std::exception& e) {
            log::error("events.subscriber_failed",
                       {{"topic", event.topic}, {"id", event.id}, {"error", e.what()}});
        }
    }
}

task<bool> Bus::State::read() {
    const db::Rows rows =
        co_await pool.run(sql::read, sequence.top(), sequence.gaps(), std::int64_t{limits::read_rows});
    const std::int64_t xmin = rows.front().integer("xmin"), xmax = rows.front().integer("xmax");
    const bool full = rows.size() == limits::read_rows;
    // The sequence first: a subscriber that asks for position() sees the event counted.
    for (const db::Row row : rows) {
        if (row.is_null("id")) break;  // the snapshot alone
        const Event event = event_of(row);
        if (sequence.take(event.id, xmax)) hand_out(event);
    }
    if (!full) sequence.settle(xmin);
    co_return full;
}

task<void> Bus::State::purge() {
    const auto now = SteadyClock::now();
    if (purged_at && now - *purged_at < limits::purge_interval) co_return;
    purged_at = now;
    for (;;) {
        const db::Rows rows = co_await pool.run(sql::purge, std::int64_t{limits::purge_rows});
        if (rows.affected() < limits::purge_rows) co_return;
    }
}

task<void> Bus::State::run(std::shared_ptr<State> state) {
    while (!state->stopping) {
        bool failed = false;
        try {
            state->news = false;
            while (!state->stopping && co_await state->read()) {
            }
            co_await state->purge();
        } catch (const std::exception& e) {
            failed = true;
            if (!state->stopping) log::warn("events.read_failed", {{"error", e.what()}});
        }
        if (state->stopping || (state->news && !failed)) continue;
        const std::chrono::microseconds pause = failed ? limits::retry_pause : limits::read_interval_max;
        co_await state->woken.wait_for(pause);
    }
    state->running = false;
    state->ended.notify_all();
}

Bus::Bus(Loop& loop, db::Pool& pool) : state_(std::make_shared<State>(loop, pool)) {}
Bus::~Bus() { state_->stopping = true; }
db::ModuleSchema Bus::schema() { return {"events", embedded_events()}; }

task<void> emit(db::Session& session, std::string_view topic, std::string_view key,
                std::string_view payload_json) {
    co_await session.run(sql::emit, topic, key, payload_json);
}
task<void> Bus::emit(db::Session& session, std::string_view topic, std::string_view key,
                     std::string_view payload_json) {
    return events::emit(session, topic, key, payload_json);
}

void Bus::subscribe(std::string prefix, std::function<void(const Event&)> on_event) {
    state_->subscribers.push_back({std::move(prefix), std::move(on_event)});
}

task<void> Bus::start() {
    const auto state = state_;
    // Ids missing among the newest rows may belong to transactions that are still open: their events are to
    // come.
    const db::Rows rows = co_await state->pool.run(sql::newest, std::int64_t{limits::start_rows});
    bool first = true;
    for (const db::Row row : rows) {
        if (row.is_null("id")) break;
        if (std::exchange(first, false)) state->sequence.start(row.integer("id") - 1);
        state->sequence.take(row.integer("id"), row.integer("xmax"));
    }
    state->running = true;
    state->pool.listen("hatang_event", [state](std::string_view) { state->wake(); });
    state->loop.spawn(State::run(state), "events.bus");
}

task<void> Bus::stop() {
    const auto state = state_;
    state->stopping = true;
    state->wake();
    while (state->running) co_await state->ended.wait();
}

std::int64_t Bus::position() const { return state_->sequence.complete_to(); }

std::optional<Bus::Seen> Bus::seen() const {
    if (!state_->running) return std::nullopt;
    return Seen{state_->sequence.top(), state_->sequence.gaps()};
}

task<std::optional<std::vector<Event>>> Bus::since(std::int64_t cursor, int limit) {
    const auto state = state_;
    const std::int64_t top = state->sequence.top();
    if (cursor > top) co_return std::nullopt;
    std::vector<Event> events;
    if (cursor == top) co_return events;
    const std::vector<std::int64_t> gaps = state->sequence.gaps();
    const db::Rows oldest = co_await state->pool.run(sql::oldest);
    const auto kept_from = oldest.front().maybe_integer("id");
    if (!kept_from || cursor < *kept_from - 1) co_return std::nullopt;
    const db::Rows rows = co_await state->pool.run(sql::since, cursor, top, gaps, std::int64_t{limit});
    for (const db::Row row : rows) events.push_back(event_of(row));
    co_return events;
}

}  // namespace hatang::events
