#include "jobs/jobs.hpp"

#include <doctest/doctest.h>

#include "db/test_database.hpp"
#include "events/bus.hpp"
#include "json/writer.hpp"

using namespace hatang;
using namespace hatang::jobs;

namespace {

constexpr db::Query job_row{
    "test.job", "select state, percent, words, attempts, result, error from jobs.job where id = $1"};
constexpr db::Query event_count{
    "test.events", "select count(*) as n from events.outbox where topic = 'job.changed' and key = $1"};
constexpr db::Query abandon{
    "test.abandon",
    "insert into jobs.job (kind, state, input, attempts, beat_at) values ('count', 'running', '{}', "
    "$1, now() - interval '1 hour') returning id"};

struct Fixture {
    Fixture() : jobs(t.loop, t.pool, clock) {
        std::vector<db::ModuleSchema> schemas{events::Bus::schema(), Jobs::schema()};
        t.loop.run_until(db::migrate(t.pool, schemas));
    }
    ~Fixture() { t.loop.run_until(jobs.stop()); }

    task<std::int64_t> enqueue(std::string kind, std::string input) {
        const auto body = [&](db::Session& tx) -> task<std::int64_t> {
            const std::int64_t id = co_await jobs.enqueue(tx, kind, input, 0);
            co_return id;
        };
        const std::int64_t id = co_await t.pool.transaction(body);
        co_return id;
    }
    // The job once it is in one of the final states.
    task<db::Rows> ended(std::int64_t id) {
        const std::chrono::milliseconds pause(20);
        for (int i = 0; i < 500; ++i) {
            db::Rows rows = co_await t.pool.run(job_row, id);
            const std::string_view state = rows.front().text("state");
            if (state != "queued" && state != "running") co_return rows;
            co_await t.loop.sleep(pause);
        }
        throw std::runtime_error("the job did not end");
    }
    http::Response call(http::Router& router, http::Method method, std::string path) {
        http::Request request;
        request.method = method;
        request.target = request.path = std::move(path);
        return t.loop.run_until(router.handle(request));
    }

    db::TestDatabase t;
    SystemClock clock;
    Jobs jobs;
};

}  // namespace

TEST_CASE("jobs: the result is kept and each change is told") {
    Fixture f;
    f.jobs.handle("count", [](Job& job) -> task<std::string> {
        co_await job.progress(50, "một nửa");
        co_return job.input_json();
    });
    const auto body = [&]() -> task<void> {
        co_await f.jobs.start();
        const std::int64_t id = co_await f.enqueue("count", R"({"n": 3})");
        const db::Rows rows = co_await f.ended(id);
        CHECK(rows.front().text("state") == "done");
        CHECK(rows.front().number("percent") == 100);
        CHECK(rows.front().text("words") == "một nửa");
        CHECK(rows.front().text("result") == R"({"n": 3})");
        const std::string key = std::to_string(id);
        const db::Rows told = co_await f.t.pool.run(event_count, key);
        CHECK(told.front().integer("n") == 4);  // queued, running, progress, done
    };
    f.t.loop.run_until(body());
}

TEST_CASE("jobs: one at a time per kind, and a failure keeps its code") {
    Fixture f;
    int at_once = 0, most = 0;
    f.jobs.handle("count", [&](Job&) -> task<std::string> {
        most = std::max(most, ++at_once);
        const std::chrono::milliseconds pause(30);
        co_await f.t.loop.sleep(pause);
        --at_once;
        throw Error(Code::unknown_class, "/class", {"x"});
    });
    const auto body = [&]() -> task<void> {
        co_await f.jobs.start();
        const std::int64_t first = co_await f.enqueue("count", "{}");
        const std::int64_t second = co_await f.enqueue("count", "{}");
        co_await f.ended(first);
        const db::Rows rows = co_await f.ended(second);
        CHECK(most == 1);
        CHECK(rows.front().text("state") == "failed");
        CHECK(rows.front().text("error").find("unknown_class") != std::string_view::npos);
    };
    f.t.loop.run_until(body());
}

TEST_CASE("jobs: what a killed program left running is taken up again, at most three times") {
    Fixture f;
    f.jobs.handle("count", [](Job&) -> task<std::string> { co_return "{}"; });
    const auto body = [&]() -> task<void> {
        const db::Rows left = co_await f.t.pool.run(abandon, std::int32_t{1});
        const std::int64_t id = left.front().integer("id");
        co_await f.jobs.start();
        const db::Rows rows = co_await f.ended(id);
        CHECK(rows.front().text("state") == "done");
        CHECK(rows.front().integer("attempts") == 2);

        const db::Rows hopeless = co_await f.t.pool.run(abandon, std::int32_t{3});
        const std::int64_t second = hopeless.front().integer("id");
        const db::Rows given_up = co_await f.ended(second);
        CHECK(given_up.front().text("state") == "failed");
    };
    f.t.loop.run_until(body());
}

TEST_CASE("jobs: a running job hears that it was cancelled, and runs again on request") {
    Fixture f;
    bool wait_for_cancel = true;
    f.jobs.handle("count", [&](Job& job) -> task<std::string> {
        const std::chrono::milliseconds pause(20);
        while (wait_for_cancel) {
            co_await job.progress(1, "chờ");
            co_await f.t.loop.sleep(pause);
        }
        co_return "{}";
    });
    constexpr db::Query cancel{"test.cancel", "update jobs.job set cancel_asked = true where id = $1"};
    constexpr db::Query retry{"test.retry",
                              "update jobs.job set state = 'queued', cancel_asked = false where id = $1"};
    const auto body = [&]() -> task<void> {
        co_await f.jobs.start();
        const std::int64_t id = co_await f.enqueue("count", "{}");
        co_await f.t.pool.run(cancel, id);
        const db::Rows cancelled = co_await f.ended(id);
        CHECK(cancelled.front().text("state") == "cancelled");
        wait_for_cancel = false;
        co_await f.t.pool.run(retry, id);
        const db::Rows again = co_await f.ended(id);
        CHECK(again.front().text("state") == "done");
    };
    f.t.loop.run_until(body());
}

TEST_CASE("jobs: the routes ask for permission") {
    Fixture f;
    Metrics metrics;
    http::Router router(metrics);
    f.jobs.add_routes(router);
    for (const auto& route : router.routes()) {
        if (!route.path.starts_with("/api/v1/jobs")) continue;
        CHECK(route.access.kind == http::Access::Kind::permission);
        CHECK(route.access.permission == (route.method == http::Method::get ? "jobs.read" : "jobs.write"));
    }
    CHECK(f.call(router, http::Method::get, "/api/v1/jobs").status == 401);
}
