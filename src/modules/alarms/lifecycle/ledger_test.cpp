#include "alarms/lifecycle/ledger.hpp"

#include <doctest/doctest.h>

#include "alarms/watch/recorder.hpp"
#include "catalogue/api.hpp"
#include "db/test_database.hpp"

namespace hatang {
std::span<const EmbeddedFile> embedded_telemetry();
std::span<const EmbeddedFile> embedded_alarms();
}  // namespace hatang

namespace hatang::alarms {
namespace {

// A bridge with one datastream and one rule, in a database of its own.
struct City {
    db::TestDatabase database;
    db::TemporaryFolder folder;
    ManualClock clock{{1'790'000'000 * kSecond}};
    events::Bus events{database.loop, database.pool};
    jobs::Jobs jobs{database.loop, database.pool, clock};
    files::Store files{database.loop, folder.path};
    Secrets secrets{folder.path + "/secrets"};
    Platform platform{database.loop, clock, database.metrics, database.pool, events,
                      jobs,          files, secrets,          folder.path};
    security::Security security{platform};
    catalogue::Catalogue catalogue{platform, security};
    registry::Registry registry{platform, security, catalogue};
    Ledger ledger{platform, security, registry};
    Recorder recorder{platform, ledger};
    std::int64_t bridge = 0, stream = 0, rule = 0;

    City() { run(make()); }
    void run(task<void> work) { database.loop.run_until(std::move(work)); }

    task<void> make() {
        co_await database.pool.open();
        std::vector<db::ModuleSchema> schemas{
            events::Bus::schema(),        jobs::Jobs::schema(), security.schema(),
            catalogue.schema(),           registry.schema(),    {"telemetry", embedded_telemetry()},
            {"alarms", embedded_alarms()}};
        (void)co_await db::migrate(database.pool, std::move(schemas));
        co_await security.start(false);
        co_await catalogue.start(false);
        co_await registry.start(false);
        registry::AssetInput input;
        input.class_key = "bridge";
        input.name = "Cầu Vĩnh Tuy";
        input.geometry_json = R"({"type":"LineString","coordinates":[[105.87,20.99],[105.88,21.0]]})";
        const security::Actor actor = security::system_actor("test");
        bridge = co_await database.pool.transaction([&](db::Session& tx) -> task<std::int64_t> {
            co_return co_await registry.create(tx, input, actor);
        });
        const db::Query sensor{
            "test.sensor",
            "insert into telemetry.sensor (asset_id, serial, name) values ($1, 's', 's') returning id"};
        const db::Rows made = co_await database.pool.run(sensor, bridge);
        const db::Query datastream{
            "test.datastream",
            "insert into telemetry.datastream (sensor_id, name, property, unit, decimals, rollup_from_s) "
            "values ($1, 'Biến dạng', 'strain', 'µm/m', 1, 60) returning id"};
        const db::Rows stream_row = co_await database.pool.run(datastream, made.front().integer("id"));
        stream = stream_row.front().integer("id");
        const db::Query a_rule{"test.rule",
                               "insert into alarms.rule (datastream_id, name, kind, limit_value, priority) "
                               "values ($1, 'Quá 250', 'above', 250, 'critical') returning id"};
        const db::Rows rule_row = co_await database.pool.run(a_rule, stream);
        rule = rule_row.front().integer("id");
    }

    Finding finding() const {
        Finding f;
        f.subject = subject_of(rule, bridge, stream);
        f.rule_id = rule;
        f.priority = Priority::critical;
        f.asset_id = bridge;
        f.datastream_id = stream;
        f.unit = "µm/m";
        f.limit = 250;
        f.value = 312.4;
        f.observed_at = clock.now();
        f.message = threshold_message({"strain", "µm/m", true, 312.4, 250, 1});
        return f;
    }
    Entry entry(engine::Effect::Kind kind, engine::Phase phase) const {
        Entry e;
        e.effect.kind = kind;
        e.effect.rule_id = rule;
        e.effect.datastream_id = stream;
        e.effect.asset_id = bridge;
        e.effect.track.phase = phase;
        e.effect.track.last_t = clock.now();
        e.effect.track.extreme = 400;
        e.subject = subject_of(rule, bridge, stream);
        if (kind == engine::Effect::Kind::raised) e.finding = finding();
        return e;
    }
    task<void> act(std::function<task<void>(db::Session&)> work) {
        co_await database.pool.transaction([&](db::Session& tx) -> task<void> { co_await work(tx); });
    }
    task<std::int64_t> count(db::Query query) {
        const db::Rows rows = co_await database.pool.run(query);
        co_return rows.front().integer("n");
    }
};

constexpr db::Query transition_count{"test.transitions", "select count(*) as n from alarms.alarm_transition"};
constexpr db::Query event_count{"test.events",
                                "select count(*) as n from events.outbox where topic like 'alarm.%'"};
constexpr db::Query open_count{"test.open", "select count(*) as n from alarms.alarm where state <> 'closed'"};
constexpr db::Query state_count{"test.states", "select count(*) as n from alarms.rule_state"};

}  // namespace

TEST_CASE("an alarm lives from raised to closed, with a trace of each step") {
    City city;
    city.run([](City& c) -> task<void> {
        const security::Actor actor{.user_id = {}, .name = "truc_ban", .address = {}, .request_id = {}};
        std::int64_t id = 0;
        const auto raise = [&](db::Session& tx) -> task<void> {
            const auto alarm = co_await c.ledger.raise(tx, c.finding());
            if (alarm) id = alarm->id;
        };
        co_await c.act(raise);
        co_await c.act(raise);  // already active: nothing
        CHECK(co_await c.count(transition_count) == 1);
        const security::Scope everything({{.sensitivity_max = security::Sensitivity::restricted}}, false);
        const std::vector<Alarm> open = co_await c.ledger.open(everything, 10);
        REQUIRE(open.size() == 1);
        CHECK(open[0].state == AlarmState::raised);
        CHECK(open[0].asset_name == "Cầu Vĩnh Tuy");
        CHECK(open[0].lon);
        CHECK(open[0].message_vi == "Biến dạng 312,4 µm/m vượt ngưỡng 250 µm/m");

        std::optional<Code> refused;
        try {
            co_await c.act(
                [&](db::Session& tx) -> task<void> { (void)co_await c.ledger.close(tx, id, {}, actor); });
        } catch (const Error& e) {
            refused = e.code;
        }
        CHECK(refused == Code::invalid_transition);

        co_await c.act([&](db::Session& tx) -> task<void> {
            const Alarm alarm = co_await c.ledger.acknowledge(tx, id, "Đã xem", actor);
            CHECK(alarm.state == AlarmState::acknowledged);
            CHECK(alarm.acknowledged_by == "truc_ban");
        });
        co_await c.act([&](db::Session& tx) -> task<void> {
            const auto alarm = co_await c.ledger.clear(tx, c.finding().subject, 400.0, "returned to normal");
            CHECK(alarm->state == AlarmState::cleared);
            CHECK(alarm->acknowledged);
            CHECK(alarm->extreme == 400);
        });
        // Back before it was closed: the same alarm again, to be acknowledged anew.
        const std::int64_t first = id;
        co_await c.act(raise);
        CHECK(id == first);
        co_await c.act([&](db::Session& tx) -> task<void> {
            (void)co_await c.ledger.clear(tx, c.finding().subject, {}, "returned to normal");
            co_await c.ledger.close_if_cleared(tx, id, "PCV-2026-000001", actor);
            const auto alarm = co_await c.ledger.find(tx, id);
            CHECK(alarm->state == AlarmState::closed);
            CHECK(alarm->acknowledged);
            co_await c.ledger.close_if_cleared(tx, id, "again", actor);  // closed already: nothing
        });
        CHECK(co_await c.count(transition_count) == 7);
        CHECK(co_await c.count(event_count) == 7);
        co_await c.act(raise);
        CHECK(id != first);
    }(city));
}

TEST_CASE("findings are written in order, with the state for the next start") {
    using Kind = engine::Effect::Kind;
    using engine::Phase;
    City city;
    city.run([](City& c) -> task<void> {
        c.recorder.add(c.entry(Kind::phase, Phase::pending_on));
        c.recorder.add(c.entry(Kind::raised, Phase::active));
        c.database.loop.spawn(c.recorder.run(), "test.recorder");
        for (int i = 0; i < 100 && c.recorder.waiting(); ++i)
            co_await c.database.loop.sleep(std::chrono::milliseconds(20));
        CHECK(co_await c.count(open_count) == 1);
        CHECK(co_await c.count(state_count) == 1);
        c.recorder.add(c.entry(Kind::cleared, Phase::normal));
        c.recorder.add(c.entry(Kind::raised, Phase::active));
        // The database refuses this one; what stands around it is written all the same.
        Entry broken = c.entry(Kind::raised, Phase::active);
        broken.effect.rule_id = 999;
        c.recorder.add(broken);
        c.recorder.add(c.entry(Kind::cleared, Phase::normal));
        co_await c.recorder.stop();
        CHECK(c.recorder.waiting() == 0);
        CHECK(co_await c.count(state_count) == 0);
        CHECK(co_await c.count(transition_count) == 4);
    }(city));
}

}  // namespace hatang::alarms
