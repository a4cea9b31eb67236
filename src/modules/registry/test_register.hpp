// For tests: a register in a database of its own, asked through its routes.
#pragma once

#include <doctest/doctest.h>

#include <fstream>

#include "cql2/cql2.hpp"
#include "db/migrate.hpp"
#include "db/test_database.hpp"
#include "json/value.hpp"
#include "registry/api.hpp"

namespace hatang::registry {

struct Answer {
    int status = 0;
    std::string body;
    std::vector<std::pair<std::string, std::string>> headers;

    // A member of the answer as text; members of members with a dot: "geometry.type".
    std::string operator[](std::string_view path) const {
        const json::Document document = json::parse(body);
        std::optional<json::Value> value = document.root();
        while (value && !path.empty()) {
            const std::size_t dot = std::min(path.find('.'), path.size());
            const std::string_view name = path.substr(0, dot);
            if (value->kind() == json::Kind::array) {
                std::size_t index = std::stoul(std::string(name));
                std::optional<json::Value> found;
                for (const json::Value item : value->items())
                    if (index-- == 0) found = item;
                value = found;
            } else {
                value = value->kind() == json::Kind::object ? value->find(name) : std::nullopt;
            }
            path.remove_prefix(std::min(dot + 1, path.size()));
        }
        if (!value) return "(absent)";
        return value->kind() == json::Kind::text ? std::string(value->text()) : value->dump();
    }
    std::string header(std::string_view name) const {
        for (const auto& [key, value] : headers)
            if (key == name) return value;
        return {};
    }
};

class TestRegister {
  public:
    db::TestDatabase database;
    db::TemporaryFolder folder;
    ManualClock clock{*parse_rfc3339("2026-11-24T01:30:00Z")};
    events::Bus events{database.loop, database.pool};
    jobs::Jobs jobs{database.loop, database.pool, clock};
    files::Store files{database.loop, folder.path};
    Secrets secrets{folder.path + "/secrets"};
    Platform platform{database.loop, clock, database.metrics, database.pool, events,
                      jobs,          files, secrets,          folder.path};
    security::Security security{platform};
    catalogue::Catalogue catalogue{platform, security};
    Registry registry{platform, security, catalogue};
    http::Router router{database.metrics};
    std::string token;

    TestRegister() {
        router.use(static_cast<http::Authenticator*>(&security));
        router.use(static_cast<http::IdempotencyStore*>(&security));
        for (Module* module : modules()) module->add_routes(router);
        database.loop.run_until(prepare());
        token = ask(http::Method::post, "/api/v1/sessions",
                    R"({"user":"quan_tri","password":"Mat-khau-du-dai-1"})")["token"];
    }

    Answer ask(http::Method method, std::string target, std::string body = "", std::string if_match = "") {
        http::Request request;
        request.method = method;
        request.target = target;
        request.path = target.substr(0, target.find('?'));
        if (const std::size_t mark = target.find('?'); mark != std::string::npos)
            add_query(request, target.substr(mark + 1));
        request.body = std::move(body);
        request.remote_address = "10.0.0.1";
        if (!request.body.empty()) request.headers.emplace_back("Content-Type", "application/json");
        if (!if_match.empty()) request.headers.emplace_back("If-Match", if_match);
        if (!token.empty()) request.headers.emplace_back("Authorization", "Bearer " + token);
        const http::Response response = database.loop.run_until(router.handle(std::move(request)));
        return {response.status, response.body, response.headers};
    }
    Answer get(std::string target) { return ask(http::Method::get, std::move(target)); }
    Answer post(std::string body) { return ask(http::Method::post, "/api/v1/assets", std::move(body)); }
    Answer patch(const std::string& id, std::string body, const std::string& version) {
        return ask(http::Method::patch, "/api/v1/assets/" + id, std::move(body), '"' + version + '"');
    }
    std::int64_t count(std::string sql) {
        const auto body = [&]() -> task<std::int64_t> {
            const db::Rows rows = co_await database.pool.run(db::Query{"test.count", sql});
            co_return rows.front().integer("n");
        };
        return database.loop.run_until(body());
    }
    ImportReport import(std::string class_key, std::string path, bool dry_run = false) {
        Registry::ImportOptions options;
        options.class_key = std::move(class_key);
        options.path = std::move(path);
        options.dry_run = dry_run;
        return database.loop.run_until(registry.import(options, {}, security::system_actor("import")));
    }
    std::string file(const std::string& name, std::string_view text) {
        std::ofstream(folder.path + "/" + name, std::ios::binary) << text;
        return folder.path + "/" + name;
    }

    std::vector<Module*> modules() { return {&security, &catalogue, &registry}; }

  private:
    task<void> prepare() {
        co_await database.pool.open();
        std::vector<db::ModuleSchema> schemas{cql2::schema(), events::Bus::schema(), jobs::Jobs::schema()};
        for (Module* module : modules()) schemas.push_back(module->schema());
        co_await db::migrate(database.pool, std::move(schemas));
        for (Module* module : modules()) co_await module->start(false);
        co_await security.set_policy("second_factor", "nobody", security::system_actor("test"));
        co_await security.set_policy("auto_lock_admin_minutes", "720", security::system_actor("test"));
        co_await security.add_user("quan_tri", "Quản trị", "admin", "Mat-khau-du-dai-1",
                                   security::system_actor("test"));
    }
    static void add_query(http::Request& request, std::string_view text) {
        while (!text.empty()) {
            const std::size_t end = std::min(text.find('&'), text.size()), equals = text.find('=');
            request.query.emplace_back(text.substr(0, equals), text.substr(equals + 1, end - equals - 1));
            text.remove_prefix(std::min(end + 1, text.size()));
        }
    }
};

}  // namespace hatang::registry
