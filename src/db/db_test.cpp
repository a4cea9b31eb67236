#include <doctest/doctest.h>

#include <cmath>

#include "base/error.hpp"
#include "db/migrate.hpp"
#include "db/test_database.hpp"

using namespace hatang;
using namespace hatang::db;

namespace {

// Runs a test's coroutine on the database's loop. The lambda outlives it.
template <class Body>
void run(TestDatabase& t, Body body) {
    t.loop.run_until(body());
}

Code code_of(const std::exception_ptr& failed) {
    try {
        std::rethrow_exception(failed);
    } catch (const Error& e) {
        return e.code;
    }
}

constexpr Query make_table{"test.make",
                           "create table item (id bigint primary key, name text unique, data bytea)"};
constexpr Query insert{"test.insert", "insert into item (id, name) values ($1, $2)"};
constexpr Query count{"test.count", "select count(*) as n from item"};

task<std::int64_t> items(Pool& pool) {
    const Rows rows = co_await pool.run(count);
    co_return rows.front().integer("n");
}

}  // namespace

TEST_CASE("every parameter type comes back as it went") {
    TestDatabase t;
    run(t, [&]() -> task<void> {
        const Instant when = *parse_rfc3339("2026-11-24T08:30:00.123456+07:00");
        constexpr Query scalars{
            "test.scalars",
            "select $1 as b, $2 as i4, $3 as i8, $4 as f, $5 as t, $6::text as s, $7 as raw, $8::jsonb as j, "
            "$9::uuid as u, $10::date as d, $11 as missing, 1.5::float4 as f4, (-3)::int2 as i2"};
        const std::optional<std::int64_t> nothing;
        const Rows rows =
            co_await t.pool.run(scalars, true, std::int32_t{-7}, std::int64_t{1} << 60, 0.1, when,
                                "Cầu Vĩnh Tuy", Param::bytes(std::string("\0\xff", 2)), R"({"a": [1, "đ"]})",
                                "6F9619FF-8B86-D011-B42D-00C04FC964FF", "2026-07-01", nothing);
        const Row row = rows.front();
        CHECK(row.boolean("b"));
        CHECK(row.integer("i4") == -7);
        CHECK(row.integer("i8") == std::int64_t{1} << 60);
        CHECK(row.number("f") == 0.1);
        CHECK(row.number("i4") == -7.0);
        CHECK(row.instant("t") == when);
        CHECK(row.text("s") == "Cầu Vĩnh Tuy");
        CHECK(row.bytes("raw") == std::string_view("\0\xff", 2));
        CHECK(row.text("j") == R"({"a": [1, "đ"]})");
        CHECK(row.text("u") == "6f9619ff-8b86-d011-b42d-00c04fc964ff");
        CHECK(row.text("d") == "2026-07-01");
        CHECK(row.is_null("missing"));
        CHECK(!row.maybe_integer("missing"));
        CHECK(row.number("f4") == 1.5);
        CHECK(row.integer("i2") == -3);
        CHECK_THROWS_AS(row.integer("absent"), std::logic_error);
        CHECK_THROWS_AS(row.integer("s"), std::logic_error);
        CHECK_THROWS_AS(row.integer("missing"), std::logic_error);

        constexpr Query arrays{"test.arrays",
                               "select $1 as i, $2 as f, $3 as s, $4[2] as t, '{}'::text[] as empty, "
                               "array[1,2]::int4[] as i4, array[1,null]::float8[] as holes"};
        const std::vector<std::int64_t> integers{1, -2};
        const std::vector<double> numbers{0.5};
        const std::vector<std::string> texts{"a,\"b", "", "đ"};
        const std::vector<Instant> instants{Instant{}, when};
        const Rows lists = co_await t.pool.run(arrays, integers, numbers, texts, instants);
        const Row list = lists.front();
        CHECK(list.integers("i") == integers);
        CHECK(list.numbers("f") == numbers);
        CHECK(list.texts("s") == texts);
        CHECK(list.instant("t") == when);
        CHECK(list.texts("empty").empty());
        CHECK(list.integers("i4") == std::vector<std::int64_t>{1, 2});
        CHECK(std::isnan(list.numbers("holes")[1]));
    });
}

TEST_CASE("text that PostgreSQL cannot hold is the caller's error") {
    CHECK_THROWS_AS(Param(std::string("a\0b", 3)), Error);
    TestDatabase t;
    constexpr Query echo{"test.echo", "select $1::text as s"},
        echo_json{"test.echo_json", "select $1::jsonb as j"};
    CHECK_THROWS_AS(t.loop.run_until(t.pool.run(echo, "\xc3\x28")), Error);
    CHECK_THROWS_AS(t.loop.run_until(t.pool.run(echo_json, R"("\u0000")")), Error);
    CHECK(t.loop.run_until(t.pool.run(echo, "đ")).front().text("s") == "đ");
}

TEST_CASE("a transaction that throws leaves nothing, one that returns leaves all") {
    TestDatabase t;
    run(t, [&]() -> task<void> {
        co_await t.pool.run(make_table);
        bool thrown = false;
        try {
            co_await t.pool.transaction([&](Session& tx) -> task<void> {
                co_await tx.run(insert, std::int64_t{1}, "một");
                throw std::runtime_error("no");
            });
        } catch (const std::runtime_error&) {
            thrown = true;
        }
        CHECK(thrown);
        {
            const std::int64_t n = co_await items(t.pool);
            CHECK(n == 0);
        }
        const std::int64_t affected = co_await t.pool.transaction([&](Session& tx) -> task<std::int64_t> {
            const Rows rows = co_await tx.run(insert, std::int64_t{1}, "một");
            co_return rows.affected();
        });
        CHECK(affected == 1);
        {
            const std::int64_t n = co_await items(t.pool);
            CHECK(n == 1);
        }

        bool refused = false;
        try {
            co_await t.pool.transaction([&](Session& tx) -> task<void> {
                try {
                    co_await tx.run(insert, std::int64_t{1}, "hai");
                } catch (const SqlError&) {  // hiding it must not turn into a silent rollback
                }
            });
        } catch (const std::logic_error&) {
            refused = true;
        }
        CHECK(refused);
    });
}

TEST_CASE("a broken constraint is known by name and the connection goes on") {
    TestDatabase t;
    run(t, [&]() -> task<void> {
        co_await t.pool.run(make_table);
        co_await t.pool.run(insert, std::int64_t{1}, "một");
        std::optional<SqlError> error;
        try {
            co_await t.pool.run(insert, std::int64_t{2}, "một");
        } catch (const SqlError& e) {
            error = e;
        }
        REQUIRE(error);
        CHECK(error->unique_violation("item_name_key"));
        CHECK(!error->unique_violation("item_pkey"));
        CHECK(error->query == "test.insert");
        {
            const std::int64_t n = co_await items(t.pool);
            CHECK(n == 1);
        }
    });
}

TEST_CASE("a pipeline answers in order, and its first error undoes all of it") {
    TestDatabase t;
    run(t, [&]() -> task<void> {
        co_await t.pool.run(make_table);
        Pool::Lease lease = co_await t.pool.lease();
        constexpr Query square{"test.square",
                               "select $1::bigint * $1::bigint as n, repeat('x', 20000) as filler"};
        std::vector<Session::Statement> statements;
        // More than the socket buffers hold, in both directions.
        const std::string ballast(20'000, 'y');
        constexpr Query with_ballast{"test.ballast", "select $1::bigint as n, $2::text as filler"};
        for (std::int64_t i = 0; i < 200; ++i) {
            statements.push_back({square, {Param(i)}});
            statements.push_back({with_ballast, {Param(i), Param(ballast)}});
        }
        const std::vector<Rows> rows = co_await lease->run_all(std::move(statements));
        REQUIRE(rows.size() == 400);
        CHECK(rows[398].front().integer("n") == 199 * 199);
        CHECK(rows[399].front().integer("n") == 199);

        std::vector<Session::Statement> broken;
        broken.push_back({insert, {Param(std::int64_t{1}), Param("a")}});
        broken.push_back({insert, {Param(std::int64_t{1}), Param("b")}});
        broken.push_back({insert, {Param(std::int64_t{2}), Param("c")}});
        bool violated = false;
        try {
            co_await lease->run_all(std::move(broken));
        } catch (const SqlError& e) {
            violated = e.unique_violation("item_pkey");
        }
        CHECK(violated);
        {
            const std::int64_t n = co_await items(t.pool);
            CHECK(n == 0);
        }
        constexpr Query nonsense{"test.nonsense", "select nothing from nowhere"};
        for (int twice = 0; twice < 2; ++twice) {
            bool failed = false;
            try {
                co_await lease->run(nonsense);
            } catch (const SqlError& e) {
                failed = e.sqlstate == "42P01";
            }
            CHECK(failed);
        }
    });
}

TEST_CASE("binary COPY") {
    TestDatabase t;
    run(t, [&]() -> task<void> {
        co_await t.pool.run(make_table);
        constexpr Query copy{"test.copy", "copy item (id, name, data) from stdin (format binary)"};
        constexpr int row_count = 30'000;
        CopyRows rows(3);
        for (int i = 0; i < row_count; ++i) {
            rows.begin_row();
            rows.integer(i);
            rows.bytes("tên " + std::to_string(i));
            rows.null();
        }
        Pool::Lease lease = co_await t.pool.lease();
        const std::int64_t copied = co_await lease->copy_in(copy, rows.take());
        CHECK(copied == row_count);
        CopyRows again(3);
        again.begin_row();
        again.integer(1);
        again.bytes("hai");
        again.bytes("\x01");
        bool violated = false;
        try {
            co_await lease->copy_in(copy, again.take());
        } catch (const SqlError& e) {
            violated = e.unique_violation("item_pkey");
        }
        CHECK(violated);
        {
            const std::int64_t n = co_await items(t.pool);
            CHECK(n == row_count);
        }
    });
}

TEST_CASE("listen hears notifications, again after its connection was cut") {
    TestDatabase t;
    std::vector<std::string> heard;
    Signal changed(t.loop);
    t.pool.listen("test_channel", [&](std::string_view payload) {
        heard.emplace_back(payload);
        changed.notify_all();
    });
    run(t, [&]() -> task<void> {
        const auto wait_for = [&](std::size_t n) -> task<void> {
            const std::chrono::microseconds limit = std::chrono::seconds(10);
            while (heard.size() < n) {
                const bool in_time = co_await changed.wait_for(limit);
                if (!in_time) throw std::runtime_error("nothing heard");
            }
        };
        constexpr Query notify{"test.notify", "select pg_notify('test_channel', $1)"};
        constexpr Query cut{
            "test.cut", "select pg_terminate_backend(pid) from pg_stat_activity where query like 'listen%'"};
        co_await wait_for(1);
        co_await t.pool.run(notify, "một");
        co_await wait_for(2);
        co_await t.pool.run(cut);
        co_await wait_for(3);
        co_await t.pool.run(notify, "hai");
        co_await wait_for(4);
        CHECK(heard == std::vector<std::string>{"", "một", "", "hai"});
    });
}

TEST_CASE("a cut connection is an unavailable service once and is replaced") {
    TestDatabase t;
    run(t, [&]() -> task<void> {
        co_await t.pool.open();
        constexpr Query suicide{"test.suicide", "select pg_terminate_backend(pg_backend_pid())"};
        std::exception_ptr failed;
        try {
            co_await t.pool.run(suicide);
        } catch (...) {
            failed = std::current_exception();
        }
        REQUIRE(failed);
        CHECK(code_of(failed) == Code::unavailable);
        constexpr Query others{
            "test.others",
            "select pg_terminate_backend(pid) from pg_stat_activity where pid <> pg_backend_pid() and "
            "datname = current_database()"};
        co_await t.pool.run(others);
        for (int i = 0; i < 5; ++i) {
            const bool healthy = co_await t.pool.healthy();
            CHECK(healthy);
        }
    });
}

TEST_CASE("the queue for connections is bounded and in order") {
    TestDatabase t;
    Pool narrow(t.loop, t.metrics, {.url = t.pool.config().url, .connections = 1, .waiting_max = 2});
    run(t, [&]() -> task<void> {
        constexpr Query one{"test.one", "select 1 as n"};
        std::string order;
        Signal ended(t.loop);
        {
            const Pool::Lease held = co_await narrow.lease();
            const auto worker = [&](char name) -> task<void> {
                co_await narrow.run(one);
                order += name;
                ended.notify_all();
            };
            t.loop.spawn(worker('a'), "a");
            t.loop.spawn(worker('b'), "b");
            co_await t.loop.sleep(std::chrono::milliseconds(20));
            std::exception_ptr failed;
            try {
                co_await narrow.run(one);
            } catch (...) {
                failed = std::current_exception();
            }
            REQUIRE(failed);
            CHECK(code_of(failed) == Code::unavailable);
        }
        while (order.size() < 2) co_await ended.wait();
        CHECK(order == "ab");
        co_await narrow.close();
    });
}

TEST_CASE("a statement over its time is stopped") {
    TestDatabase t;
    Pool hasty(
        t.loop, t.metrics,
        {.url = t.pool.config().url, .connections = 1, .statement_timeout = std::chrono::milliseconds(50)});
    run(t, [&]() -> task<void> {
        constexpr Query slow{"test.slow", "select pg_sleep(5)"};
        std::exception_ptr failed;
        try {
            co_await hasty.run(slow);
        } catch (...) {
            failed = std::current_exception();
        }
        REQUIRE(failed);
        CHECK(code_of(failed) == Code::timeout);
        co_await hasty.close();
    });
}

TEST_CASE("migrations run once, and a changed file is refused") {
    TestDatabase t;
    run(t, [&]() -> task<void> {
        const EmbeddedFile files[] = {
            {"schema/0002_more.sql", "insert into lamp.lamp values (1); insert into lamp.lamp values (2)"},
            {"schema/0001_tables.sql", "create schema lamp; create table lamp.lamp (id int)"},
            {"data/other.json", "{}"}};
        std::vector<ModuleSchema> schemas;
        schemas.push_back({"lamp", files});
        const MigrationReport first = co_await migrate(t.pool, schemas);
        CHECK(first.applied == std::vector<std::string>{"lamp/0001_tables", "lamp/0002_more"});
        const MigrationReport second = co_await migrate(t.pool, schemas);
        CHECK(second.applied.empty());
        CHECK(second.already == 2);

        const EmbeddedFile changed[] = {{"schema/0001_tables.sql", "create schema lamp"}};
        std::vector<ModuleSchema> other;
        other.push_back({"lamp", changed});
        std::exception_ptr failed;
        try {
            co_await migrate(t.pool, other);
        } catch (...) {
            failed = std::current_exception();
        }
        REQUIRE(failed);
        CHECK(code_of(failed) == Code::migration_changed);

        const EmbeddedFile broken[] = {{"schema/0001_half.sql", "create schema half; select 1/0"}};
        std::vector<ModuleSchema> half;
        half.push_back({"half", broken});
        bool refused = false;
        try {
            co_await migrate(t.pool, half);
        } catch (const SqlError& e) {
            refused = e.sqlstate == "22012";
        }
        CHECK(refused);
        constexpr Query left{"test.left", "select count(*) as n from pg_namespace where nspname = 'half'"};
        const Rows rows = co_await t.pool.run(left);
        CHECK(rows.front().integer("n") == 0);
    });
}
