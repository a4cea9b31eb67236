// The module against a real database: the tables hold what the files say, and a second start writes nothing.
#include <doctest/doctest.h>

#include "catalogue/api.hpp"
#include "db/migrate.hpp"
#include "db/test_database.hpp"

using namespace hatang;

TEST_CASE("the tables hold the data files, once") {
    db::TestDatabase database;
    db::TemporaryFolder folder;
    ManualClock clock{*parse_rfc3339("2026-11-24T01:30:00Z")};
    events::Bus events(database.loop, database.pool);
    jobs::Jobs jobs(database.loop, database.pool, clock);
    files::Store files(database.loop, folder.path);
    Secrets secrets{folder.path + "/secrets"};
    Platform platform{database.loop, clock, database.metrics, database.pool, events,
                      jobs,          files, secrets,          folder.path};
    security::Security security(platform);
    catalogue::Catalogue catalogue(platform, security);

    const auto count = [&](const char* sql) -> task<std::int64_t> {
        const db::Rows rows = co_await database.pool.run(db::Query{"test.count", sql});
        co_return rows.front().integer("n");
    };
    const auto classes = static_cast<std::int64_t>(catalogue.classes().size());
    const auto body = [&]() -> task<void> {
        co_await database.pool.open();
        std::vector<db::ModuleSchema> schemas{events::Bus::schema(), security.schema(), catalogue.schema()};
        co_await db::migrate(database.pool, std::move(schemas));
        co_await catalogue.start(false);
        co_await catalogue.start(false);
        CHECK(co_await count("select count(*) as n from catalogue.ward") == 126);
        CHECK(co_await count("select count(*) as n from catalogue.ward where kind = 'phường'") == 51);
        CHECK(co_await count("select count(*) as n from catalogue.domain") == 16);
        CHECK(co_await count("select count(*) as n from catalogue.asset_class") == classes);
        CHECK(co_await count(
                  "select count(*) as n from catalogue.asset_class where schema->>'type' = 'object'") ==
              classes);
        CHECK(co_await count("select count(*) as n from catalogue_api.mandatory_attribute where class_key = "
                             "'bridge' and legal_basis like 'TT 39/2026%'") == 5);
        const auto zoom = [&](const char* of) -> task<std::int64_t> {
            const std::string sql = std::string("select catalogue_api.least_zoom(") + of + ")::bigint as n";
            co_return co_await count(sql.c_str());
        };
        CHECK(co_await zoom("'lamp', '{}'") == 14);
        CHECK(co_await zoom("'port', '{}'") == 0);
        CHECK(co_await zoom(R"('road', '{"category": "national"}')") == 6);
        CHECK(co_await zoom(R"('road', '{"category": "national", "osm_tags": {"highway": "service"}}')") ==
              13);
        CHECK(co_await zoom(R"('road', '{"osm_tags": {"highway": "primary"}}')") == 8);
        CHECK(co_await count("select count(*) as n from catalogue.grading_row where legal_basis like 'TT "
                             "34/2026/TT-BXD%'") == 66);
        CHECK(
            co_await count(
                "select count(*) as n from catalogue.code where list_key = 'surface' and key = 'asphalt'") ==
            1);
        CHECK(co_await count(
                  "select count(*) as n from security.audit_log where action = 'catalogue.load'") == 1);
    };
    database.loop.run_until(body());

    REQUIRE(catalogue.find_class("bridge"));
    CHECK(catalogue.find_class("castle") == nullptr);
    REQUIRE(catalogue.find_ward("00070"));
    CHECK(catalogue.find_ward("00070")->name == "Hoàn Kiếm");
    CHECK(catalogue.find_ward("99999") == nullptr);
    CHECK(catalogue.classes_of_domain("bridge").size() > 5);
    const json::Document bad = json::parse(R"({"lanes":"hai"})");
    CHECK_THROWS_AS(catalogue.check_attributes(*catalogue.find_class("road"), bad.root(), "/attributes"),
                    Error);
}
