#include <doctest/doctest.h>

#include "db/test_database.hpp"
#include "events/bus.hpp"
#include "events/sequence.hpp"

using namespace hatang;
using namespace hatang::events;

TEST_CASE("a late id comes once, a void one is forgotten") {
    Sequence s;
    s.start(10);
    CHECK(s.take(11, 100));
    CHECK(s.take(14, 100));
    CHECK(s.gaps() == std::vector<std::int64_t>{12, 13});
    CHECK(s.complete_to() == 11);
    s.settle(99);  // a transaction that could hold them is still open
    CHECK(s.take(13, 101));
    CHECK(!s.take(13, 101));
    CHECK(!s.take(11, 101));
    CHECK(s.complete_to() == 11);
    s.settle(100);
    CHECK(s.gaps().empty());
    CHECK(s.complete_to() == 14);
    CHECK(!s.take(12, 102));
}

namespace {

struct BusFixture {
    BusFixture() : bus(t.loop, t.pool), heard_more(t.loop) {
        std::vector<db::ModuleSchema> schemas{Bus::schema()};
        t.loop.run_until(db::migrate(t.pool, schemas));
        bus.subscribe("test.", [this](const Event& e) {
            heard.push_back(e.key);
            heard_more.notify_all();
        });
    }
    ~BusFixture() { t.loop.run_until(bus.stop()); }

    task<void> wait_for(std::size_t n) {
        const std::chrono::microseconds limit = std::chrono::seconds(10);
        while (heard.size() < n) {
            const bool in_time = co_await heard_more.wait_for(limit);
            if (!in_time) throw std::runtime_error("nothing heard");
        }
    }
    task<void> emit_one(std::string key) {
        const auto body = [&](db::Session& tx) -> task<void> {
            co_await bus.emit(tx, "test.changed", key, R"({"a":1})");
        };
        co_await t.pool.transaction(body);
    }

    db::TestDatabase t;
    Bus bus;
    Signal heard_more;
    std::vector<std::string> heard;
};

constexpr db::Query begin{"test.begin", "begin"}, commit{"test.commit", "commit"},
    rollback{"test.rollback", "rollback"};

}  // namespace

TEST_CASE("two transactions that commit in the other order are both heard, once") {
    BusFixture f;
    const auto body = [&]() -> task<void> {
        co_await f.emit_one("before");
        co_await f.bus.start();
        db::Pool::Lease slow = co_await f.t.pool.lease();
        co_await slow->run(begin);
        co_await f.bus.emit(*slow, "test.changed", "slow", "{}");
        co_await f.emit_one("fast");
        co_await f.wait_for(1);
        const std::int64_t cursor = f.bus.position();
        co_await f.emit_one("faster");
        co_await f.wait_for(2);
        CHECK(f.bus.position() == cursor);  // held back by the open transaction
        co_await slow->run(commit);
        co_await f.wait_for(3);
        CHECK(f.heard == std::vector<std::string>{"fast", "faster", "slow"});
        CHECK(f.bus.position() == cursor + 3);

        const auto missed = co_await f.bus.since(cursor, 10);
        REQUIRE(missed);
        CHECK(missed->size() == 3);
        const auto future = co_await f.bus.since(cursor + 1000, 10);
        CHECK(!future);
    };
    f.t.loop.run_until(body());
}

TEST_CASE("a transaction open before the start is heard; one rolled back does not hold the position") {
    BusFixture f;
    const auto body = [&]() -> task<void> {
        db::Pool::Lease early = co_await f.t.pool.lease();
        co_await f.emit_one("oldest");
        co_await early->run(begin);
        co_await f.bus.emit(*early, "test.changed", "early", "{}");
        co_await f.emit_one("old");
        co_await f.bus.start();
        co_await early->run(commit);
        co_await f.wait_for(1);
        CHECK(f.heard.front() == "early");

        co_await early->run(begin);
        co_await f.bus.emit(*early, "test.changed", "never", "{}");
        co_await early->run(rollback);
        co_await f.emit_one("after");
        co_await f.emit_one("later");
        co_await f.wait_for(3);
        CHECK(f.heard == std::vector<std::string>{"early", "after", "later"});
        CHECK(f.bus.position() == 6);
    };
    f.t.loop.run_until(body());
}

TEST_CASE("a thousand events and more come in order") {
    BusFixture f;
    const auto body = [&]() -> task<void> {
        co_await f.bus.start();
        const auto many = [&](db::Session& tx) -> task<void> {
            for (int i = 0; i < 1500; ++i) {
                const std::string key = std::to_string(i);
                co_await f.bus.emit(tx, "test.changed", key, "{}");
            }
        };
        co_await f.t.pool.transaction(many);
        co_await f.wait_for(1500);
        CHECK(f.heard.front() == "0");
        CHECK(f.heard.back() == "1499");
    };
    f.t.loop.run_until(body());
}
