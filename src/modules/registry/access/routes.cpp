// "What can this person see?": the rights of somebody over the works of the city.
#include "registry/assets/queries.hpp"
#include "registry/state.hpp"

namespace hatang::registry {

namespace {

void write_limit(json::Writer& w, const security::GrantLimit& limit) {
    const auto list = [&](std::string_view name, const auto& items) {
        w.key(name).begin_array();
        for (const auto& item : items) w.value(item);
        w.end_array();
    };
    w.field("sensitivity", security::to_text(limit.sensitivity_max));
    list("organisations", limit.organisations);
    list("wards", limit.wards);
    list("domains", limit.domains);
    list("classes", limit.classes);
}

void write_permissions(json::Writer& w, const http::Principal& who) {
    w.key("permissions").begin_array();
    for (const auto& [permission, scope] : security::scopes(who)) {
        w.begin_object()
            .field("key", permission)
            .field("everywhere", scope.everywhere())
            .key("parts")
            .begin_array();
        for (const security::GrantLimit& limit : scope.limits()) {
            w.begin_object();
            write_limit(w, limit);
            w.end_object();
        }
        w.end_array().end_object();
    }
    w.end_array();
}

// How much of each domain they see, of what the caller sees.
task<db::Rows> count_visible(Context& context, http::Principal caller, http::Principal person) {
    db::Where all;
    const std::string seen = security::scope(person, "asset.read").condition(all, "a");
    all.add("a.status <> 'retired'");
    security::scope(caller, "asset.read").add_to(all, "a");
    const std::string text = "select a.domain, count(*) filter (where " + seen +
                             ") as visible, count(*) as total from registry.asset a where " + all.text() +
                             " group by a.domain order by a.domain";
    const db::Query query{"registry.count_visible", text};
    co_return co_await context.platform.db.run_params(query, all.params());
}

task<http::Response> preview(Context& context, http::Call& call) {
    const http::Principal person = co_await context.security.principal_of_user(call.path_id("id"));
    const db::Rows rows = co_await count_visible(context, call.who, person);
    json::Writer w;
    w.begin_object();
    write_permissions(w, person);
    w.key("visible").begin_array();
    for (const db::Row row : rows) {
        w.begin_object().field("domain", row.text("domain")).field("visible", row.integer("visible"));
        w.field("total", row.integer("total")).end_object();
    }
    w.end_array().end_object();
    co_return http::Response::json(w.take());
}

// Why one asset is seen or not: each grant with the limits that stand against it.
task<http::Response> preview_asset(Context& context, http::Call& call) {
    const http::Principal person = co_await context.security.principal_of_user(call.path_id("id"));
    const std::int64_t id = call.path_id("asset");
    const db::Rows rows = co_await context.platform.db.run(sql::asset_key, id);
    const bool known =
        !rows.empty() && security::scope(call.who, "asset.read").allows(security::asset_key(rows.front()));
    if (!known) throw Error(Code::not_found, "asset", {"asset " + std::to_string(id)});
    const security::AssetKey key = security::asset_key(rows.front());
    const security::Scope& scope = security::scope(person, "asset.read");
    json::Writer w;
    w.begin_object().field("visible", scope.allows(key));
    w.field("open", key.sensitivity == security::Sensitivity::open && !scope.nothing());
    w.key("grants").begin_array();
    for (const security::GrantLimit& limit : scope.limits()) {
        w.begin_object();
        write_limit(w, limit);
        w.key("against").begin_array();
        for (const std::string_view reason : limit.refusals(key)) w.value(reason);
        w.end_array().end_object();
    }
    w.end_array().end_object();
    co_return http::Response::json(w.take());
}

}  // namespace

void add_access_routes(http::Router& router, Context& context) {
    using http::Nothing, http::Response;
    router.get<Nothing, Response>(
        "/api/v1/users/{id}/access",
        {"registry.access.preview", http::may("user.read"),
         "What somebody may do, and how much of each domain they see"},
        [&context](http::Call& call, const Nothing&) { return preview(context, call); });
    router.get<Nothing, Response>(
        "/api/v1/users/{id}/access/assets/{asset}",
        {"registry.access.asset", http::may("user.read"),
         "Whether somebody sees an asset, and what stands against it"},
        [&context](http::Call& call, const Nothing&) { return preview_asset(context, call); });
}

}  // namespace hatang::registry
