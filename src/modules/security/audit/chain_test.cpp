// The chain against a real database: what is adopted, what commits late, the nights, reads of restricted
// rows.
#include <doctest/doctest.h>

#include "db/migrate.hpp"
#include "db/test_database.hpp"
#include "security/api.hpp"
#include "security/audit/verify.hpp"

using namespace hatang;
using namespace hatang::security;

namespace {

struct City {
    db::TestDatabase database;
    db::TemporaryFolder folder;
    ManualClock clock{*parse_rfc3339("2026-11-24T01:30:00Z")};
    events::Bus events{database.loop, database.pool};
    jobs::Jobs jobs{database.loop, database.pool, clock};
    files::Store files{database.loop, folder.path};
    Secrets secrets{folder.path + "/secrets"};
    Platform platform{database.loop, clock, database.metrics, database.pool, events,
                      jobs,          files, secrets,          folder.path};
    Security security{platform};

    City() { database.loop.run_until(prepare()); }
    task<void> prepare() {
        co_await database.pool.open();
        std::vector<db::ModuleSchema> schemas{events::Bus::schema(), security.schema()};
        co_await db::migrate(database.pool, std::move(schemas));
    }
    task<void> write(db::Session& tx, std::string action) {
        Change change;
        change.action = action;
        change.entity = "test";
        change.after = R"({"b": 1.50, "a": "đ"})";
        co_await security.audit(tx, system_actor("test"), change);
    }
    void add(const std::string& action) {
        const auto body = [&](db::Session& tx) -> task<void> { co_await write(tx, action); };
        const auto all = [&]() -> task<void> { co_await database.pool.transaction(body); };
        database.loop.run_until(all());
    }
    AuditVerdict verify() {
        VerifyOptions options;
        return database.loop.run_until(security.verify_audit(std::move(options)));
    }
    db::Rows sql(const char* text) {
        const auto body = [&]() -> task<db::Rows> {
            co_return co_await database.pool.run(db::Query{"test.sql", text});
        };
        return database.loop.run_until(body());
    }
    std::int64_t number(const char* text) { return sql(text).front().integer("n"); }
};

}  // namespace

TEST_CASE("rows older than the chain are adopted as they are, later ones without a MAC are not") {
    City city;
    city.sql(
        "insert into security.audit_log (at, user_name, address, action, entity, request_id) "
        "select now(), 'x', '', 'old', 'x', '' from generate_series(1, 3)");
    city.add("new");
    const AuditVerdict verdict = city.verify();
    CHECK(verdict.ok());
    CHECK(verdict.links == 4);
    CHECK(city.number("select adopted as n from security.audit_origin") == 3);
    city.sql(
        "insert into security.audit_log (at, user_name, address, action, entity, request_id) "
        "values (now(), 'x', '', 'forged', 'x', '')");
    const AuditVerdict after = city.verify();
    REQUIRE(after.problem_count == 1);
    CHECK(after.problems.front().kind == "row_inserted");
    CHECK_THROWS(city.sql("delete from security.audit_chain"));
    CHECK_THROWS(city.sql("update security.audit_seal set seq = 1"));
    CHECK_THROWS(city.sql("truncate security.audit_origin"));
}

TEST_CASE("a row that commits after a later one gets its link once it is seen, and blocks nobody") {
    City city;
    city.add("first");
    const auto outer = [&](db::Session& tx) -> task<void> {
        co_await city.write(tx, "late");
        const auto inner = [&](db::Session& other) -> task<void> { co_await city.write(other, "early"); };
        co_await city.database.pool.transaction(inner);
        for (int i = 0; i < 3; ++i) {
            VerifyOptions options;
            const AuditVerdict verdict = co_await city.security.verify_audit(std::move(options));
            CHECK(verdict.links == 2);
        }
    };
    const auto all = [&]() -> task<void> { co_await city.database.pool.transaction(outer); };
    city.database.loop.run_until(all());
    CHECK(city.verify().links == 3);
    CHECK(city.verify().ok());
    CHECK(
        city.number(
            "select count(*) as n from security.audit_chain c join security.audit_log l on l.id = c.audit_id "
            "where c.seq = 3 and l.action = 'late'") == 1);
}

TEST_CASE("each night leaves a seal that names the one before") {
    City city;
    city.add("first");
    CHECK(city.verify().seals.empty());
    city.clock.advance(15 * kHour);  // 23:30 in the city
    CHECK(city.verify().seals.empty());
    city.clock.advance(kHour);
    const AuditVerdict night = city.verify();
    REQUIRE(night.seals.size() == 1);
    CHECK(night.seals.front().day == "2026-11-24");
    city.add("second");
    city.clock.advance(3 * kDay);
    const AuditVerdict later = city.verify();
    REQUIRE(later.seals.size() == 2);
    CHECK(later.seals.front().day == "2026-11-27");
    CHECK(later.seals.front().previous == "2026-11-24");
    CHECK(later.ok());
}

TEST_CASE("a read of restricted rows leaves a row, and the same read within a minute none") {
    City city;
    http::Request request;
    request.path = "/api/v1/assets";
    request.remote_address = "10.0.0.1";
    http::Call call(request);
    call.id = "r1";
    call.who.session_id = 5;
    const auto read = [&](std::vector<std::int64_t> ids) {
        city.database.loop.run_until(city.security.audit_read(call, "asset", std::move(ids)));
        return city.number(
            "select count(*) as n from security.audit_log where action = 'asset.read_restricted'");
    };
    CHECK(read({}) == 0);
    CHECK(read({7, 3, 7}) == 1);
    CHECK(city.number(
              "select count(*) as n from security.audit_log where after = "
              R"('{"path": "/api/v1/assets", "ids": [3, 7]}' and entity = 'asset' and request_id = 'r1')") ==
          1);
    CHECK(read({3, 7}) == 1);
    CHECK(read({3}) == 2);
    call.who.session_id = 6;
    CHECK(read({3, 7}) == 3);
    city.clock.advance(kMinute);
    CHECK(read({3, 7}) == 4);
    std::vector<std::int64_t> many(2'500);
    for (std::size_t i = 0; i < many.size(); ++i) many[i] = static_cast<std::int64_t>(i) + 1;
    CHECK(read(many) == 7);
    CHECK(city.verify().ok());
}
