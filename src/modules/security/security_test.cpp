// The module against a real database, through the router.
#include <doctest/doctest.h>

#include "base/text.hpp"
#include "db/migrate.hpp"
#include "db/test_database.hpp"
#include "json/value.hpp"
#include "security/api.hpp"
#include "security/limits.hpp"

using namespace hatang;
using namespace hatang::security;

namespace {

constexpr const char* good_password = "Mat-khau-du-dai-1";

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
    http::Router router{database.metrics};

    City() {
        router.use(static_cast<http::Authenticator*>(&security));
        router.use(static_cast<http::IdempotencyStore*>(&security));
        security.add_routes(router);
        database.loop.run_until(prepare());
    }
    task<void> prepare() {
        co_await database.pool.open();
        std::vector<db::ModuleSchema> schemas{events::Bus::schema(), security.schema()};
        co_await db::migrate(database.pool, std::move(schemas));
        co_await security.set_policy("second_factor", "nobody", system_actor("test"));
        co_await security.add_user("quan_tri", "Quản trị", "admin", good_password, system_actor("test"));
        co_await security.add_user("xem", "Người xem", "viewer", good_password, system_actor("test"));
    }

    struct Answer {
        int status = 0;
        std::string code, body;
        std::vector<std::pair<std::string, std::string>> headers;
        std::string header(std::string_view name) const {
            for (const auto& [key, value] : headers)
                if (key == name) return value;
            return {};
        }
    };
    Answer ask(http::Method method, std::string path, std::string token, std::string body = "",
               std::vector<std::pair<std::string, std::string>> headers = {}) {
        http::Request request;
        request.method = method;
        request.target = request.path = std::move(path);
        request.body = std::move(body);
        request.remote_address = "10.0.0.1";
        request.headers = std::move(headers);
        request.headers.emplace_back("Content-Type", "application/json");
        if (!token.empty()) request.headers.emplace_back("Authorization", "Bearer " + token);
        const http::Response response = database.loop.run_until(router.handle(std::move(request)));
        Answer out{response.status, "", response.body, response.headers};
        if (response.status >= 400) out.code = text(out, "code");
        return out;
    }
    static std::string text(const Answer& a, std::string_view field) {
        const json::Document document = json::parse(a.body);
        const auto found = document.root().find(field);
        return found && found->kind() == json::Kind::text ? std::string(found->text())
               : found                                    ? found->dump()
                                                          : "";
    }
    // What the server does every hour.
    void clean_up() {
        database.loop.run_until(security.start(true));
        database.loop.run_until(database.loop.sleep(std::chrono::milliseconds(300)));
        database.loop.run_until(security.stop());
    }
    Answer try_sign_in(const std::string& user, const std::string& password) {
        return ask(http::Method::post, "/api/v1/sessions", "",
                   R"({"user":")" + user + R"(","password":")" + password + "\"}");
    }
    std::string sign_in(const std::string& user) { return text(try_sign_in(user, good_password), "token"); }
    std::int64_t count(const char* sql) {
        const auto body = [&]() -> task<std::int64_t> {
            const db::Rows rows = co_await database.pool.run(db::Query{"test.count", sql});
            co_return rows.front().integer("n");
        };
        return database.loop.run_until(body());
    }
};

const std::string current = "/api/v1/sessions/current";

}  // namespace

TEST_CASE("a session begins, slides and ends") {
    City city;
    const auto started = city.try_sign_in("Quan_Tri", good_password);
    REQUIRE(started.status == 201);
    const std::string token = City::text(started, "token");
    CHECK(started.header("Set-Cookie") == "hatang_session=" + token + "; Path=/; HttpOnly; SameSite=Strict");
    CHECK(city.count("select count(*) as n from security.session where token_hash ~ '^[0-9a-f]{64}$'") == 1);
    CHECK(city.ask(http::Method::get, current, token).status == 200);

    city.clock.advance(11 * kHour);
    CHECK(city.ask(http::Method::get, current, token).status == 200);
    city.clock.advance(11 * kHour);
    const auto seen = city.ask(http::Method::get, current, token);
    CHECK(seen.status == 200);
    CHECK(City::text(seen, "expires_at") == "2026-11-25T11:30:00Z");
    city.clock.advance(12 * kHour);
    CHECK(city.ask(http::Method::get, current, token).code == "unauthenticated");

    const std::string second = city.sign_in("quan_tri");
    CHECK(city.ask(http::Method::del, current, second).status == 204);
    CHECK(city.ask(http::Method::get, current, second).code == "unauthenticated");
    CHECK(city.ask(http::Method::get, current, "").code == "unauthenticated");
}

TEST_CASE("an unknown name and a wrong password look alike, and guessing is slowed") {
    City city;
    const auto wrong = city.try_sign_in("xem", "wrong-password-1"),
               unknown = city.try_sign_in("nobody", "wrong-password-1");
    CHECK(wrong.status == 401);
    CHECK(City::text(wrong, "title") == City::text(unknown, "title"));
    CHECK(wrong.code == unknown.code);
    for (const char* user : {"xem", "nobody"}) {
        for (int i = 1; i < 5; ++i)
            CHECK(city.try_sign_in(user, "wrong-password-1").code == "wrong_credentials");
        CHECK(city.try_sign_in(user, "wrong-password-1").code == "too_many_requests");
    }
    CHECK(city.try_sign_in("xem", good_password).code == "too_many_requests");
    CHECK(city.count("select failures as n from security.sign_in_failure where account_id = 2") == 5);
    city.clock.advance(15 * kMinute);
    CHECK(city.try_sign_in("xem", good_password).status == 201);
    CHECK(city.count("select count(*) as n from security.sign_in_failure where account_id = 2") == 0);
}

TEST_CASE("failures that lie apart do not add up") {
    City city;
    for (int i = 0; i < 12; ++i) {
        CHECK(city.try_sign_in("xem", "wrong-password-1").code == "wrong_credentials");
        if (i % 4 == 3) city.clock.advance(15 * kMinute);
    }
}

TEST_CASE("accounts that nobody uses are disabled, the last administrator stays") {
    City city;
    city.sign_in("xem");
    city.clock.advance(44 * kDay);
    city.clean_up();
    CHECK(city.count("select count(*) as n from security.account where enabled") == 2);
    City later;
    later.sign_in("xem");
    later.clock.advance(45 * kDay);
    later.clean_up();
    CHECK(later.count(
              "select count(*) as n from security.account where disabled_reason = 'idle' and name = 'xem'") ==
          1);
    CHECK(later.count("select count(*) as n from security.account where enabled and name = 'quan_tri'") == 1);
    CHECK(later.count("select count(*) as n from security.audit_log where action = 'user.disable_idle'") ==
          1);
    CHECK(later.try_sign_in("xem", good_password).code == "account_disabled");
}

TEST_CASE("an administrator inside has five minutes, and activity is noted") {
    City city;
    const std::string admin = city.sign_in("quan_tri");
    for (int i = 0; i < 4; ++i) {
        city.clock.advance(4 * kMinute);
        CHECK(city.ask(http::Method::get, "/api/v1/users", admin).status == 200);
    }
    city.clock.advance(5 * kMinute);
    CHECK(city.ask(http::Method::get, "/api/v1/users", admin).code == "session_locked");
    const std::string unlock = current + "/unlock";
    CHECK(city.ask(http::Method::post, unlock, admin, R"({"password":"no"})").code == "wrong_password");
    CHECK(city.ask(http::Method::post, unlock, admin, R"({"password":"Mat-khau-du-dai-1"})").status == 204);
    CHECK(city.ask(http::Method::get, "/api/v1/users", admin).status == 200);
}

TEST_CASE("users are made, changed by version, disabled") {
    City city;
    const std::string admin = city.sign_in("quan_tri");
    const std::string input =
        R"({"name":"moi","full_name":"Người mới","password":"Mat-khau-du-dai-1","roles":["crew"]})";
    const auto made = city.ask(http::Method::post, "/api/v1/users", admin, input);
    REQUIRE(made.status == 201);
    CHECK(made.body.find("argon2") == std::string::npos);
    const std::string path = "/api/v1/users/" + City::text(made, "id");
    CHECK(city.ask(http::Method::post, "/api/v1/users", admin, input).code == "duplicate_user");

    CHECK(city.ask(http::Method::patch, path, admin, R"({"enabled":false})").code == "precondition_required");
    CHECK(city.ask(http::Method::patch, path, admin, R"({"enabled":false})", {{"If-Match", "\"9\""}}).code ==
          "precondition_failed");
    CHECK(city.ask(http::Method::patch, path, admin, R"({"organisation_id":99})", {{"If-Match", "\"1\""}})
              .code == "unknown_organisation");
    CHECK(city.ask(http::Method::patch, path, admin, R"({"roles":["king"]})", {{"If-Match", "\"1\""}}).code ==
          "unknown_role");

    const std::string crew = city.sign_in("moi");
    CHECK(city.ask(http::Method::get, current, crew).status == 200);
    const auto disabled =
        city.ask(http::Method::patch, path, admin, R"({"enabled":false})", {{"If-Match", "\"1\""}});
    CHECK(disabled.status == 200);
    CHECK(disabled.header("ETag") == "\"2\"");
    CHECK(city.ask(http::Method::get, current, crew).code == "unauthenticated");
    CHECK(city.try_sign_in("moi", good_password).code == "account_disabled");
    CHECK(city.count("select count(*) as n from security.audit_log where action = 'user.change' and "
                     "before->>'enabled' = 'true' "
                     "and after->>'enabled' = 'false' and user_name = 'quan_tri' and address = '10.0.0.1'") ==
          1);
    CHECK(city.count("select count(*) as n from events.outbox where topic = 'user.changed'") >= 2);
}

TEST_CASE("the last administrator stays") {
    City city;
    const std::string admin = city.sign_in("quan_tri");
    const std::vector<std::pair<std::string, std::string>> first{{"If-Match", "\"1\""}};
    CHECK(city.ask(http::Method::patch, "/api/v1/users/1", admin, R"({"enabled":false})", first).code ==
          "last_admin");
    CHECK(city.ask(http::Method::patch, "/api/v1/users/1", admin, R"({"roles":["viewer"]})", first).code ==
          "last_admin");
    CHECK(city.ask(http::Method::patch, "/api/v1/users/2", admin, R"({"roles":["admin"]})", first).status ==
          200);
    CHECK(city.ask(http::Method::patch, "/api/v1/users/1", admin, R"({"roles":["viewer"]})", first).status ==
          200);
    CHECK(city.ask(http::Method::get, "/api/v1/users", admin).code == "forbidden");
}

TEST_CASE("a repeated creation answers as the first time") {
    City city;
    const std::string admin = city.sign_in("quan_tri");
    const std::vector<std::pair<std::string, std::string>> key{{"Idempotency-Key", "k1"}};
    const std::string body = R"({"name":"Công ty Thử","kind":"operator"})";
    const auto first = city.ask(http::Method::post, "/api/v1/organisations", admin, body, key);
    const auto again = city.ask(http::Method::post, "/api/v1/organisations", admin, body, key);
    CHECK(first.status == 201);
    CHECK(again.status == 201);
    CHECK(again.body == first.body);
    CHECK(again.header("ETag") == "\"1\"");
    CHECK(city.ask(http::Method::post, "/api/v1/organisations", admin, R"({"name":"Khác","kind":"operator"})",
                   key)
              .code == "idempotency_conflict");
    CHECK(city.ask(http::Method::post, "/api/v1/organisations", admin, body).code ==
          "duplicate_organisation");
    CHECK(city.count("select count(*) as n from security.organisation") == 1);
}

TEST_CASE("an organisation cannot lie under itself") {
    City city;
    const std::string admin = city.sign_in("quan_tri");
    city.ask(http::Method::post, "/api/v1/organisations", admin, R"({"name":"A","kind":"authority"})");
    city.ask(http::Method::post, "/api/v1/organisations", admin,
             R"({"name":"B","kind":"owner","parent_id":1})");
    CHECK(city.ask(http::Method::post, "/api/v1/organisations", admin,
                   R"({"name":"C","kind":"owner","parent_id":77})")
              .code == "unknown_organisation");
    CHECK(city.ask(http::Method::patch, "/api/v1/organisations/1", admin, R"({"parent_id":2})",
                   {{"If-Match", "\"1\""}})
              .code == "organisation_cycle");
}

TEST_CASE("the audit log is only ever added to") {
    City city;
    const auto change = [&]() -> task<void> {
        co_await city.database.pool.run(
            db::Query{"test.forge", "update security.audit_log set action = 'x'"});
    };
    CHECK_THROWS_AS(city.database.loop.run_until(change()), db::SqlError);
}
