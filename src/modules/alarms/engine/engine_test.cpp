#include "alarms/engine/engine.hpp"

#include <doctest/doctest.h>

#include <string>
#include <vector>

namespace hatang::alarms::engine {
namespace {

Instant at(double t_s) { return {static_cast<std::int64_t>(t_s * kSecond)}; }
Threshold above(double limit, double on_s = 0) {
    return {true, limit, 0, static_cast<std::int64_t>(on_s * kSecond), 0};
}
SilencePlan silence(double s, std::int64_t rule = automatic_rule) {
    return {rule, static_cast<std::int64_t>(s * kSecond)};
}

std::string text(const std::vector<Effect>& effects) {
    std::string out;
    for (const Effect& e : effects) {
        static constexpr const char* names[] = {"raised", "cleared", "phase", "withdrawn"};
        if (!out.empty()) out += ' ';
        out += std::string(names[static_cast<int>(e.kind)]) + "(" + std::to_string(e.rule_id) + "," +
               std::to_string(e.datastream_id) + ")";
        if (e.silent_streams) out += "x" + std::to_string(e.silent_streams);
    }
    return out;
}

// An engine with a clock, for short tests.
struct Bench {
    Engine engine;
    double now_s = 0;

    std::string plan(std::vector<StreamPlan> plans) {
        std::vector<Effect> out;
        engine.plan(std::move(plans), out);
        engine.settle(at(now_s), out);
        return text(out);
    }
    std::string read(std::int64_t stream, double value) {
        std::vector<Effect> out;
        const Sample sample{stream, at(now_s), value};
        engine.read({&sample, 1}, at(now_s), out);
        return text(out);
    }
    std::string tick_at(double t_s) {
        now_s = t_s;
        std::vector<Effect> out;
        engine.tick(at(now_s), out);
        return text(out);
    }
    std::string resume(std::int64_t stream, double t_s, double value) {
        std::vector<Effect> out;
        engine.resume({stream, at(t_s), value}, at(now_s), out);
        return text(out);
    }
    std::string settle() {
        std::vector<Effect> out;
        engine.settle(at(now_s), out);
        return text(out);
    }
};

}  // namespace

TEST_CASE("a delay ends on the held value, once") {
    Bench b;
    b.plan({{1, 10, {{7, above(5, 10)}}, silence(30)}});
    CHECK(b.read(1, 6) == "phase(7,1)");
    CHECK(b.tick_at(9.9).empty());
    CHECK(b.tick_at(10) == "raised(7,1)");
    CHECK(b.tick_at(11).empty());
    CHECK(b.read(1, 7).empty());
    CHECK(b.read(1, 1).empty());  // not newer than the last one
    b.now_s = 12;
    CHECK(b.read(1, 1) == "cleared(7,1)");
}

TEST_CASE("a stream that fell silent does not end a delay on its old value") {
    Bench b;
    b.plan({{1, 10, {{7, above(5, 60)}}, silence(30)}});
    CHECK(b.read(1, 6) == "phase(7,1)");
    CHECK(b.tick_at(31) == "raised(0,1)x1");
    CHECK(b.tick_at(61).empty());
    b.now_s = 70;
    CHECK(b.read(1, 6) == "cleared(0,1) raised(7,1)");  // event time says that the delay has passed
}

TEST_CASE("a broken delay leaves no alarm behind") {
    Bench b;
    b.plan({{1, 10, {{7, above(5, 10)}}, {}}});
    b.read(1, 6);
    b.now_s = 1;
    CHECK(b.read(1, 4) == "phase(7,1)");
    b.now_s = 5;
    CHECK(b.read(1, 6) == "phase(7,1)");
    CHECK(b.tick_at(10).empty());
    CHECK(b.tick_at(15) == "raised(7,1)");
}

TEST_CASE("silent streams of an asset make one alarm, which ends when all have spoken") {
    Bench b;
    b.plan({{1, 10, {}, silence(30)},
            {2, 10, {}, silence(30)},
            {3, 0, {}, silence(60)},
            {4, 10, {}, silence(30)}});
    b.read(1, 0);
    b.read(2, 0);
    b.read(3, 0);
    CHECK(b.tick_at(29).empty());
    CHECK(b.tick_at(30) == "raised(0,1)x2");  // 4 has never spoken: not in service yet
    CHECK(b.tick_at(60) == "raised(0,3)x1");
    CHECK(b.read(1, 0).empty());
    CHECK(b.read(2, 0) == "cleared(0,2)");
    CHECK(b.read(3, 0) == "cleared(0,3)");
    CHECK(b.engine.timers() == 3);
}

TEST_CASE("each reading moves the end of the silence without a timer of its own") {
    Bench b;
    b.plan({{1, 10, {}, silence(30)}});
    for (int s = 0; s < 100; ++s) {
        b.now_s = s;
        b.read(1, 0);
        CHECK(b.tick_at(s).empty());
    }
    CHECK(b.engine.timers() == 1);
    CHECK(b.tick_at(128.9).empty());
    CHECK(b.tick_at(129) == "raised(0,1)x1");
}

TEST_CASE("a no-data rule of a stream stands in for the automatic one") {
    Bench b;
    b.plan({{1, 10, {}, silence(300, 9)}, {2, 10, {}, silence(30)}});
    b.read(1, 0);
    b.read(2, 0);
    CHECK(b.tick_at(31) == "raised(0,2)x1");
    CHECK(b.tick_at(300) == "raised(9,1)");
    CHECK(b.read(1, 0) == "cleared(9,1)");
}

TEST_CASE("rules that change or go take their delays and alarms with them") {
    Bench b;
    b.plan({{1, 10, {{7, above(5, 10)}, {8, above(5)}}, {}}});
    CHECK(b.read(1, 6) == "phase(7,1) raised(8,1)");
    CHECK(b.plan({{1, 10, {{7, above(6, 10)}}, {}}}) == "phase(7,1) withdrawn(8,1)");
    CHECK(b.tick_at(10).empty());
    CHECK(b.resume(1, 0, 6).empty());  // the new limit is not exceeded by the value that is held
    CHECK(b.plan({{1, 10, {{9, above(1)}}, {}}}).empty());
    CHECK(b.resume(1, 0, 6) == "raised(9,1)");
    CHECK(b.plan({}) == "withdrawn(9,1)");
}

TEST_CASE("after a restart delays run on and silence has its full time") {
    Bench b;
    b.now_s = 1'000;
    b.plan({{1, 10, {{7, above(5, 10)}}, silence(30)},
            {2, 11, {}, silence(30)},
            {3, 12, {}, silence(30)},
            {4, 13, {}, silence(30)}});
    Track stored;
    stored.phase = Phase::pending_on;
    stored.since = at(995);
    stored.due = at(1'005);
    stored.last_t = at(995);
    CHECK(b.engine.restore(7, 1, stored, at(1'000)));
    CHECK_FALSE(b.engine.restore(8, 1, stored, at(1'000)));
    CHECK(b.engine.restore_silence(11, 2));
    CHECK(b.engine.restore_silence(12, 3));
    CHECK_FALSE(b.engine.restore_silence(99, 77));
    CHECK(b.resume(1, 995, 6).empty());
    CHECK(b.resume(2, 999, 0).empty());  // spoke just before the start
    CHECK(b.resume(3, 500, 0).empty());  // still silent
    CHECK(b.resume(4, 500, 0).empty());  // silent since long, but nobody was there to hear it
    CHECK(b.settle() == "cleared(0,2)");
    CHECK(b.tick_at(1'005) == "raised(7,1)");
    CHECK(b.tick_at(1'029).empty());
    CHECK(b.tick_at(1'030) == "raised(0,1)x1 raised(0,2)x1 raised(0,4)x1");
    CHECK(b.read(3, 0) == "cleared(0,3)");
}

TEST_CASE("a reading committed just before a kill is judged after the start") {
    Bench b;
    b.now_s = 100;
    b.plan({{1, 10, {{7, above(5)}}, {}}});
    CHECK(b.resume(1, 90, 6) == "raised(7,1)");
    Track active;
    active.phase = Phase::active;
    active.last_t = at(90);
    Bench c;
    c.now_s = 100;
    c.plan({{1, 10, {{7, above(5)}}, {}}});
    CHECK(c.engine.restore(7, 1, active, at(100)));
    CHECK(c.resume(1, 90, 6).empty());
    CHECK(c.engine.active().size() == 1);
}

TEST_CASE("readings of bad quality are signs of life, not values") {
    Bench b;
    b.plan({{1, 10, {{7, above(5)}}, silence(30)}});
    std::vector<Effect> out;
    const Sample bad{1, at(0), 99, false};
    b.engine.read({&bad, 1}, at(0), out);
    CHECK(out.empty());
    CHECK(b.tick_at(30) == "raised(0,1)x1");
}

}  // namespace hatang::alarms::engine
