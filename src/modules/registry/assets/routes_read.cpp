#include "registry/assets/filter.hpp"
#include "registry/assets/queries.hpp"
#include "registry/assets/store.hpp"

namespace hatang::registry {

struct AsOfQuery {
    std::optional<Instant> as_of, recorded_as_of;
};
struct PageQuery {
    std::optional<std::int64_t> limit;
    std::optional<std::string> cursor;
};

}  // namespace hatang::registry

namespace hatang::json {

template <>
struct Describe<registry::AsOfQuery> {
    static constexpr std::string_view name = "AsOfQuery";
    static constexpr auto fields =
        std::tuple{field("as_of", &registry::AsOfQuery::as_of, "The state in the city at this time"),
                   field("recorded_as_of", &registry::AsOfQuery::recorded_as_of,
                         "As the register believed it at this time")};
};
template <>
struct Describe<registry::PageQuery> {
    static constexpr std::string_view name = "PageQuery";
    static constexpr auto fields =
        std::tuple{field("limit", &registry::PageQuery::limit, "1 to 1000; 100 when absent"),
                   field("cursor", &registry::PageQuery::cursor, "`next` of the page before")};
};

}  // namespace hatang::json

namespace hatang::registry {
namespace {

// Descending lists begin above every id.
constexpr std::int64_t above_all = std::numeric_limits<std::int64_t>::max();
constexpr Instant infinity{std::numeric_limits<std::int64_t>::max()};

AssetRow row_of(const db::Row& row, const Context& context) {
    AssetRow r;
    r.id = row.integer("id");
    r.version = row.integer("version");
    r.class_key = row.text("class_key");
    r.domain = row.text("domain");
    r.level = row.text("level");
    r.name = row.text("name");
    r.status = row.text("status");
    r.ward_code = row.maybe_text("ward_code");
    r.ward = context.ward_name(r.ward_code);
    r.owner = row.maybe_text("owner");
    r.operator_name = row.maybe_text("operator");
    r.lon = row.maybe_number("lon");
    r.lat = row.maybe_number("lat");
    r.identifier = row.maybe_text("identifier");
    r.generated = row.boolean("generated");
    r.recorded_at = row.instant("recorded_at");
    return r;
}

task<AssetPage> list_assets(Context& context, http::Call& call, AssetQuery query) {
    Where where = conditions_of(query);
    security::scope(call.who, "asset.read").add_to(where, "a");
    const std::int64_t limit = parse_limit(query.limit, limits::page_default, limits::page_max);
    const std::string count_sql = "select count(*) as n from (select from registry.asset a where " +
                                  where.text() + " limit " + std::to_string(limits::total_max) + ") counted";
    const std::vector<db::Param> count_params = where.params();
    if (query.cursor) where.add("a.id > ?", {parse_cursor(*query.cursor)});
    const std::string list_sql =
        "select a.id, a.version, a.class_key, a.domain, a.level, a.name, a.status, a.ward_code, o.name as "
        "owner, "
        "p.name as operator, st_x(a.point) as lon, st_y(a.point) as lat, a.generated, a.recorded_at, "
        "a.sensitivity, "
        "(select i.value from registry.identifier i where i.asset_id = a.id order by i.id limit 1) as "
        "identifier "
        "from (select * from registry.asset a where " +
        where.text() + " order by a.id limit " + std::to_string(limit + 1) +
        ") a left join security_api.organisation o on o.id = a.owner_id "
        "left join security_api.organisation p on p.id = a.operator_id order by a.id";
    const db::Query count{"registry.count_assets", count_sql}, list{"registry.list_assets", list_sql};
    const db::Rows total = co_await context.platform.db.run_params(count, count_params);
    const db::Rows rows = co_await context.platform.db.run_params(list, where.params());

    AssetPage page;
    page.total = total.front().integer("n");
    for (const db::Row row : rows) {
        if (static_cast<std::int64_t>(page.items.size()) == limit) {
            page.next = cursor_of(page.items.back().id);
            break;
        }
        page.items.push_back(row_of(row, context));
    }
    const std::vector<std::int64_t> read = security::restricted_ids(rows, page.items.size());
    co_await context.security.audit_read(call, "asset", read);
    co_return page;
}

// What may not be read is not there; reading restricted data leaves evidence. `rows`: the asset, or nothing.
task<void> admit_reader(Context& context, http::Call& call, std::int64_t id, db::Rows rows) {
    if (rows.empty() || !security::scope(call.who, "asset.read").allows(security::asset_key(rows.front())))
        throw Error(Code::not_found, "id", {"asset " + std::to_string(id)});
    const std::vector<std::int64_t> read = security::restricted_ids(rows);
    co_await context.security.audit_read(call, "asset", read);
}

// The classification of today holds for the past too.
task<void> require_readable(Context& context, http::Call& call, std::int64_t id) {
    const db::Rows rows = co_await context.platform.db.run(sql::asset_key, id);
    co_await admit_reader(context, call, id, rows);
}

task<AssetView> read_asset(Context& context, http::Call& call, std::int64_t id, AsOfQuery query) {
    if (!query.as_of && !query.recorded_as_of) {
        const db::Rows rows = co_await context.platform.db.run(sql::asset_by_id, id);
        co_await admit_reader(context, call, id, rows);
        co_return view_of(rows.front(), context);
    }
    co_await require_readable(context, call, id);
    const Instant now = context.platform.clock.now();
    const Instant recorded = query.recorded_as_of.value_or(now);
    const Instant valid = query.as_of.value_or(recorded);
    const db::Rows rows = co_await context.platform.db.run(sql::asset_as_of, id, valid, recorded);
    if (rows.empty())
        throw Error(Code::not_found, "as_of",
                    {"asset " + std::to_string(id) + " (" + to_rfc3339(valid) + ")"});
    co_return view_of(rows.front(), context);
}

std::optional<Instant> end_of(Instant t) { return t == infinity ? std::nullopt : std::optional(t); }

task<VersionList> list_versions(Context& context, http::Call& call, std::int64_t id, PageQuery query) {
    const std::int64_t limit = parse_limit(query.limit, limits::page_default, limits::page_max);
    const std::int64_t before = query.cursor ? parse_cursor(*query.cursor) : above_all;
    co_await require_readable(context, call, id);
    const db::Rows rows = co_await context.platform.db.run(sql::versions, id, before, limit + 1);
    VersionList list;
    std::int64_t last = 0;
    for (const db::Row row : rows) {
        if (static_cast<std::int64_t>(list.items.size()) == limit) {
            list.next = cursor_of(last);
            break;
        }
        last = row.integer("row_id");
        list.items.push_back({row.integer("version"), row.instant("valid_from"),
                              end_of(row.instant("valid_to")), row.instant("recorded_at"),
                              end_of(row.instant("superseded_at")), std::string(row.text("changed_by_name")),
                              row.maybe_text("reason"), view_of(row, context)});
    }
    co_return list;
}

task<HistoryPage> list_history(Context& context, http::Call& call, std::int64_t id, PageQuery query) {
    const std::int64_t limit = parse_limit(query.limit, limits::page_default, limits::page_max);
    const std::int64_t before = query.cursor ? parse_cursor(*query.cursor) : above_all;
    co_await require_readable(context, call, id);
    const db::Rows rows = co_await context.platform.db.run(sql::history, id, before, limit + 1);
    HistoryPage page;
    for (const db::Row row : rows) {
        if (static_cast<std::int64_t>(page.items.size()) == limit) {
            page.next = cursor_of(page.items.back().id);
            break;
        }
        page.items.push_back({row.integer("id"), row.instant("at"), std::string(row.text("kind")),
                              std::string(row.text("title_vi")), std::string(row.text("title_en")),
                              row.maybe_text("actor"), row.maybe_text("link_kind"),
                              row.maybe_integer("link_id")});
    }
    co_return page;
}

}  // namespace

void add_asset_read_routes(http::Router& router, Context& context) {
    const auto read = http::may_within("asset.read");
    router.get<AssetQuery, AssetPage>(
        "/api/v1/assets", {"registry.assets.list", read, "Lists assets"},
        [&context](http::Call& call, const AssetQuery& query) { return list_assets(context, call, query); });
    router.get<AsOfQuery, AssetView>(
        "/api/v1/assets/{id}", {"registry.assets.get", read, "An asset, now or as of a time"},
        [&context](http::Call& call, const AsOfQuery& query) -> task<AssetView> {
            AssetView asset = co_await read_asset(context, call, call.path_id("id"), query);
            // Only the present state can be changed, so only it has a tag to change it by.
            if (!query.as_of && !query.recorded_as_of) call.etag(asset.version);
            co_return asset;
        });
    router.get<PageQuery, AssetPage>("/api/v1/assets/{id}/children",
                                     {"registry.assets.children", read, "The parts of an asset"},
                                     [&context](http::Call& call, const PageQuery& page) -> task<AssetPage> {
                                         AssetQuery query;
                                         query.parent = call.path_id("id");
                                         query.limit = page.limit;
                                         query.cursor = page.cursor;
                                         co_await require_readable(context, call, *query.parent);
                                         co_return co_await list_assets(context, call, query);
                                     });
    router.get<PageQuery, VersionList>("/api/v1/assets/{id}/versions",
                                       {"registry.assets.versions", read, "Every recorded state of an asset"},
                                       [&context](http::Call& call, const PageQuery& page) {
                                           return list_versions(context, call, call.path_id("id"), page);
                                       });
    router.get<PageQuery, HistoryPage>("/api/v1/assets/{id}/history",
                                       {"registry.assets.history", read, "The life of an asset"},
                                       [&context](http::Call& call, const PageQuery& page) {
                                           return list_history(context, call, call.path_id("id"), page);
                                       });
}

}  // namespace hatang::registry
