// What it costs a request to know who asks and what they may do, with the session in the cache; the peer is
// the same question to the database, one round trip over a Unix socket. Last line: a JSON array of {name,
// value, unit, peer, peer_value, ratio}. Run by bench/access.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstring>

#include "db/migrate.hpp"
#include "db/test_database.hpp"
#include "http/guard.hpp"
#include "json/value.hpp"
#include "json/writer.hpp"
#include "security/api.hpp"

namespace {

using namespace hatang;
using SteadyClock = std::chrono::steady_clock;

constexpr const char* password = "Do-Toc-Do-2026-xyz";

struct City {
    db::TestDatabase database;
    db::TemporaryFolder folder;
    SystemClock clock;
    events::Bus events{database.loop, database.pool};
    jobs::Jobs jobs{database.loop, database.pool, clock};
    files::Store files{database.loop, folder.path};
    Secrets secrets{folder.path + "/secrets"};
    Platform platform{database.loop, clock, database.metrics, database.pool, events,
                      jobs,          files, secrets,          folder.path};
    security::Security security{platform};
    http::Router router{database.metrics};
    http::Request request;

    City() {
        router.use(static_cast<http::Authenticator*>(&security));
        security.add_routes(router);
        database.loop.run_until(prepare());
        http::Request sign_in;
        sign_in.method = http::Method::post;
        sign_in.target = sign_in.path = "/api/v1/sessions";
        sign_in.body = std::string(R"({"user":"do","password":")") + password + "\"}";
        sign_in.headers = {{"Content-Type", "application/json"}};
        sign_in.remote_address = "127.0.0.1";
        const http::Response response = database.loop.run_until(router.handle(std::move(sign_in)));
        const json::Document document = json::parse(response.body);
        request.headers = {{"Authorization", "Bearer " + std::string(document.root().find("token")->text())}};
        request.remote_address = "127.0.0.1";
    }
    ~City() { database.loop.run_until(events.stop()); }

    task<void> prepare() {
        co_await database.pool.open();
        std::vector<db::ModuleSchema> schemas{events::Bus::schema(), jobs::Jobs::schema(), security.schema()};
        co_await db::migrate(database.pool, std::move(schemas));
        co_await events.start();
        const security::Actor actor = security::system_actor("bench");
        const std::int64_t id = co_await security.add_user("do", "Đo", "duty_officer", password, actor);
        (void)id;
    }
};

double median(std::vector<double> v) {
    std::nth_element(v.begin(), v.begin() + static_cast<std::ptrdiff_t>(v.size() / 2), v.end());
    return v[v.size() / 2];
}

// Median of ten rounds, in microseconds a check.
template <class Check>
double measure(Loop& loop, int checks, Check check) {
    std::vector<double> rounds;
    for (int round = 0; round < 10; ++round) {
        const auto start = SteadyClock::now();
        loop.run_until(check(checks));
        const std::chrono::duration<double, std::micro> time = SteadyClock::now() - start;
        rounds.push_back(time.count() / checks);
    }
    return median(std::move(rounds));
}

}  // namespace

int main(int argc, char** argv) {
    const bool quick = argc > 1 && !std::strcmp(argv[1], "--quick");
    City city;
    const http::Access access = http::may_within("asset.read");
    const security::AssetKey asset{
        .owner_id = 7, .ward_code = "00004", .domain = "bridge", .class_key = "bridge"};
    std::int64_t allowed = 0;
    const auto from_cache = [&](int n) -> task<void> {
        for (int i = 0; i < n; ++i) {
            const http::Principal who = co_await city.security.authenticate(city.request);
            http::check_access(access, who);
            allowed += security::scope(who, "asset.read").allows(asset);
        }
    };
    const auto from_database = [&](int n) -> task<void> {
        constexpr db::Query query{"bench.rights",
                                  "select security.grants_of(a.id, now()) as grants from security.account a "
                                  "where a.name = 'do'"};
        for (int i = 0; i < n; ++i) {
            const db::Rows rows = co_await city.database.pool.run(query);
            allowed += rows.size();
        }
    };
    const double cached_us = measure(city.database.loop, quick ? 20'000 : 200'000, from_cache);
    const double database_us = measure(city.database.loop, quick ? 200 : 2'000, from_database);
    std::fprintf(stderr, "%lld checks\n", static_cast<long long>(allowed));
    json::Writer w;
    w.begin_array().begin_object().field("name", "permission check of a request, session in the cache");
    w.field("value", cached_us).field("unit", "µs").field("peer", "rights read from PostgreSQL");
    w.field("peer_value", database_us).field("ratio", database_us / cached_us).end_object().end_array();
    std::printf("%s\n", w.text().c_str());
}
