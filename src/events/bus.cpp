#include "events/bus.hpp"

#include <vector>

#include "base/log.hpp"
#include "events/watermark.hpp"

namespace hatang {
std::span<const EmbeddedFile> embedded_events();
}

namespace hatang::events {
namespace {

// A transaction that drew a number and has not committed for so long was rolled back, or will be seen by
// nobody who waits.
constexpr std::int64_t gap_watched_us = 30 * kSecond;
// A notification can be lost with its connection: look anyway.
constexpr std::chrono::seconds look_every{1};
constexpr std::chrono::hours clean_every{1};
constexpr std::int32_t kept_days = 7;
constexpr std::int64_t read_rows_max = 1'000;  // payloads of a few kB: some MB at once

constexpr db::Query insert_event{
    "events.insert", "insert into events.outbox (topic, key, payload) values ($1, $2, $3::jsonb)"};
constexpr db::Query announce{"events.announce", "select pg_notify('hatang_event', '')"};
constexpr db::Query last_id{"events.last_id", "select coalesce(max(id), 0)::bigint as id from events.outbox"};
constexpr db::Query first_id{"events.first_id",
                             "select coalesce(min(id), 0)::bigint as id from events.outbox"};
constexpr db::Query read_after{"events.read_after",
                               "select id, topic, key, payload::text as payload, at from events.outbox where "
                               "id > $1 order by id limit $2"};
constexpr db::Query clean{"events.clean",
                          "delete from events.outbox where at < now() - make_interval(days => $1)"};

Event event_of(db::Row row) {
    Event e;
    e.id = row.integer("id");
    e.topic = row.text("topic");
    e.key = row.text("key");
    e.payload = row.text("payload");
    e.at = row.instant("at");
    return e;
}

}  // namespace

struct Bus::State {
    State(Loop& l, db::Pool& p) : loop(l), pool(p), wake(l) {}
    Loop& loop;
    db::Pool& pool;
    Signal wake;
    bool news = false;  // a notification came while we were reading
    SystemClock clock;
    Watermark watermark;
    std::vector<std::pair<std::string, std::function<void(const Event&)>>> subscribers;

    void hand_out(const Event& event) {
        for (const auto& [prefix, receive] : subscribers) {
            if (!event.topic.starts_with(prefix)) continue;
            try {
                receive(event);
            } catch (const std::exception& e) {
                log::error("events.subscriber", {{"topic", event.topic}, {"error", e.what()}});
            }
        }
    }

    task<void> read_news() {
        for (std::int64_t after = watermark.read_after();;) {
            const db::Rows rows = co_await pool.run(events::read_after, after, read_rows_max);
            for (const db::Row row : rows) {
                after = row.integer("id");
                if (watermark.take(after, clock.now())) hand_out(event_of(row));
            }
            if (rows.size() < read_rows_max) break;
        }
        watermark.forget_before(clock.now() + -gap_watched_us);
    }
};

// Runs as long as somebody holds the state.
static task<void> follow(std::weak_ptr<Bus::State> weak) {
    Instant cleaned;
    while (const auto state = weak.lock()) {
        try {
            state->news = false;
            co_await state->read_news();
            if (state->clock.now() - cleaned > std::chrono::microseconds(clean_every).count()) {
                cleaned = state->clock.now();
                co_await state->pool.run(clean, kept_days);
            }
        } catch (const std::exception& e) {
            log::warn("events.read", {{"error", e.what()}});
        }
        if (!state->news) co_await state->wake.wait_for(look_every);
    }
}

Bus::Bus(Loop& loop, db::Pool& pool) : state_(std::make_shared<State>(loop, pool)) {}
Bus::~Bus() = default;

db::ModuleSchema Bus::schema() { return {"events", embedded_events()}; }

task<void> Bus::emit(db::Session& tx, std::string_view topic, std::string_view key,
                     std::string_view payload_json) {
    std::vector<db::Session::Statement> statements;
    statements.push_back({insert_event, {topic, key, payload_json}});
    statements.push_back({announce, {}});
    co_await tx.run_all(std::move(statements));
}

void Bus::subscribe(std::string prefix, std::function<void(const Event&)> receive) {
    state_->subscribers.emplace_back(std::move(prefix), std::move(receive));
}

task<void> Bus::start() {
    const db::Rows rows = co_await state_->pool.run(last_id);
    state_->watermark = Watermark(rows.front().integer("id"));
    state_->pool.listen("hatang_event", [weak = std::weak_ptr(state_)](std::string_view) {
        if (const auto state = weak.lock()) {
            state->news = true;
            state->wake.notify_all();
        }
    });
    state_->loop.spawn(follow(state_), "events.follow");
}

std::int64_t Bus::position() const { return state_->watermark.high(); }

task<std::optional<std::vector<Event>>> Bus::since(std::int64_t cursor, int limit) {
    const db::Rows first = co_await state_->pool.run(first_id);
    std::optional<std::vector<Event>> out;
    // The outbox begins after the cursor: what lay between is gone.
    if (cursor < 0 || cursor > position() ||
        (first.front().integer("id") > cursor + 1 && cursor != position()))
        co_return out;
    const db::Rows rows =
        co_await state_->pool.run(events::read_after, cursor, static_cast<std::int64_t>(limit));
    out.emplace();
    for (const db::Row row : rows) out->push_back(event_of(row));
    co_return out;
}

}  // namespace hatang::events
