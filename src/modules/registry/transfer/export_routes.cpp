#include <filesystem>

#include "base/page.hpp"
#include "base/text.hpp"
#include "geo/crs.hpp"
#include "http/file_body.hpp"
#include "registry/transfer/export_store.hpp"
#include "registry/transfer/import_store.hpp"

namespace hatang::registry {

struct ExportListQuery {
    std::optional<std::int64_t> limit;
    std::optional<std::string> cursor;
};

}  // namespace hatang::registry

template <>
struct hatang::json::Describe<hatang::registry::ExportListQuery> {
    using T = hatang::registry::ExportListQuery;
    static constexpr std::string_view name = "ExportListQuery";
    static constexpr auto fields = std::tuple{field("limit", &T::limit, "1 to 1000; 100 when absent"),
                                              field("cursor", &T::cursor, "`next` of the page before")};
};

namespace hatang::registry {
namespace {

using http::Call;

constexpr ExportFormat export_formats[] = {
    {"gpkg", "gpkg", "application/geopackage+sqlite3", "GPKG"},
    {"geojson", "geojson", "application/geo+json", ""},
    {"fgb", "fgb", "application/octet-stream", "FlatGeobuf"},
    {"csv", "csv", "text/csv; charset=utf-8", "", true},
    {"xlsx", "xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "XLSX", true},
    {"dxf", "dxf", "image/vnd.dxf", "DXF"},
    {"cityjson", "city.json", "application/city+json", ""},
};

#define HATANG_EXPORT                                                                                       \
    "select e.id, case when e.state = 'ready' and e.expires_at < $1 then 'expired' when e.state in "        \
    "('queued', "                                                                                           \
    "'running') and j.state in ('failed', 'cancelled') then 'failed' else e.state end as state, e.format, " \
    "e.crs, e.filter::text as filter, e.features, e.file_name, e.bytes, e.job_id, coalesce(e.error, "       \
    "j.error)::text as error, j.state as job_state, j.percent, j.words, e.created_at, e.expires_at, "       \
    "e.rights_key, e.restricted_ids from registry.export e left join jobs.job j on j.id = e.job_id "
constexpr db::Query export_by_id{"registry.exports.by_id",
                                 HATANG_EXPORT "where e.id = $2 and e.user_id = $3"};
constexpr db::Query export_list{
    "registry.exports.list", HATANG_EXPORT
    "where e.user_id = $2 and ($3::bigint is null or e.id < $3) order by e.id desc limit $4::bigint"};
constexpr db::Query insert_export{
    "registry.exports.insert",
    "insert into registry.export (user_id, user_name, rights_key, format, crs, filter, file_name, "
    "created_at, "
    "expires_at) values ($1, $2, $3, $4, $5, $6::jsonb, $7, $8, $9) returning id"};
constexpr db::Query export_job{"registry.exports.job",
                               "update registry.export set job_id = $2 where id = $1"};
constexpr db::Query open_exports{"registry.exports.open",
                                 "select count(*) as n from registry.export where user_id = $1 and state <> "
                                 "'expired' and expires_at > $2"};
constexpr db::Query old_exports{"registry.exports.old",
                                "update registry.export set state = 'expired' where expires_at < $1 and "
                                "state <> 'expired' returning id, format"};
constexpr db::Query old_imports{
    "registry.imports.old",
    "delete from registry.import where touched_at < $1 and committed_at is null returning id"};

ExportView view_of_export(const db::Row& row) {
    ExportView v;
    v.id = row.integer("id");
    v.state = row.text("state");
    v.format = row.text("format");
    v.crs = row.text("crs");
    v.filter.json = row.text("filter");
    v.features = row.maybe_integer("features");
    v.file_name = row.text("file_name");
    v.bytes = row.maybe_integer("bytes");
    v.job_id = row.maybe_integer("job_id");
    v.error.json = row.maybe_text("error").value_or("");
    const std::string job_state = row.maybe_text("job_state").value_or("");
    if (job_state == "running" || job_state == "queued") {
        json::Writer w;
        w.begin_object()
            .field("percent", row.number("percent"))
            .field("words", row.text("words"))
            .end_object();
        v.progress.json = w.take();
    }
    v.created_at = row.instant("created_at");
    v.expires_at = row.instant("expires_at");
    return v;
}

task<db::Rows> own_export(Context& context, Call& call) {
    const std::int64_t id = call.path_id("id");
    const db::Rows rows =
        co_await context.platform.db.run(export_by_id, context.platform.clock.now(), id, call.who.user_id);
    if (rows.empty()) throw Error(Code::not_found, "id", {"export " + std::to_string(id)});
    co_return rows;
}

std::string file_name_of(const ExportFilter& filter, const ExportFormat& format, Instant now) {
    const std::string day = to_rfc3339(now).substr(0, 10);
    return (filter.class_key ? *filter.class_key : std::string("hatang")) + "-" + day + "." +
           std::string(format.extension);
}

task<ExportView> begin(Context& context, Call& call, ExportBegin body) {
    const ExportFormat& format = export_format(body.format);
    const std::string crs = body.crs.value_or("EPSG:4326");
    if (!crs.starts_with("EPSG:") || !geo::crs_from_text(crs))
        throw Error(Code::unknown_crs, "/crs", {crs.substr(0, 100)});
    const ExportFilter filter = body.filter.value_or(ExportFilter{});
    conditions_of(filter);  // a bad bounding box is told now
    if (filter.class_key) context.class_of(*filter.class_key, "/filter/class");
    const Instant now = context.platform.clock.now();
    co_await sweep_transfers(context);
    const auto write = [&](db::Session& tx) -> task<std::int64_t> {
        const db::Rows open = co_await tx.run(open_exports, call.who.user_id, now);
        if (open.front().integer("n") >= limits::exports_open_max)
            throw Error(
                Code::too_many_items, {},
                {std::to_string(open.front().integer("n")), std::to_string(limits::exports_open_max)});
        const std::string name = file_name_of(filter, format, now);
        const db::Rows rows = co_await tx.run(
            insert_export, call.who.user_id, call.who.name, sha256_hex(security::rights_key(call.who)),
            body.format, crs, json::to_json(filter), name, now, now + limits::export_hours * kHour);
        const std::int64_t id = rows.front().integer("id");
        const std::string input = "{\"export\":" + std::to_string(id) + "}";
        const std::int64_t job =
            co_await context.platform.jobs.enqueue(tx, "export", input, call.who.user_id);
        co_await tx.run(export_job, id, job);
        json::Writer after;
        after.begin_object()
            .field("format", body.format)
            .field("crs", crs)
            .raw_field("filter", json::to_json(filter))
            .end_object();
        security::Change change{"asset.export", "export", id, {}, after.text(), {}};
        co_await context.security.audit(tx, security::actor_of(call), std::move(change));
        co_return id;
    };
    const std::int64_t id = co_await context.platform.db.transaction(write);
    call.status(202);
    call.header("Location", "/api/v1/exports/" + std::to_string(id));
    const db::Rows rows = co_await context.platform.db.run(export_by_id, now, id, call.who.user_id);
    co_return view_of_export(rows.front());
}

task<ExportPage> list(Context& context, Call& call, ExportListQuery query) {
    const std::int64_t limit = page_limit(query.limit);
    const db::Rows rows = co_await context.platform.db.run(
        export_list, context.platform.clock.now(), call.who.user_id, page_cursor(query.cursor), limit + 1);
    ExportPage page;
    for (const db::Row row : rows) {
        if (static_cast<std::int64_t>(page.items.size()) == limit) {
            page.next = std::to_string(page.items.back().id);
            break;
        }
        page.items.push_back(view_of_export(row));
    }
    co_return page;
}

// The file as it was made: only for the same rights, and with evidence of the restricted rows in it.
task<http::Response> content(Context& context, Call& call) {
    const db::Rows rows = co_await own_export(context, call);
    const db::Row row = rows.front();
    const ExportView view = view_of_export(row);
    if (row.text("rights_key") != sha256_hex(security::rights_key(call.who)))
        throw Error(Code::not_found, "id", {"export " + std::to_string(view.id)});
    if (view.state != "ready") throw Error(Code::invalid_transition, "state", {"download", view.state});
    co_await context.security.audit_read(call, "asset", row.integers("restricted_ids"));
    const ExportFormat& format = export_format(view.format);
    http::Response out = http::file_response(context.platform.loop, std::string(format.content_type),
                                             export_file(context, view.id, format));
    out.header("Content-Disposition", http::attachment(view.file_name));
    co_return out;
}

}  // namespace

const ExportFormat& export_format(std::string_view key) {
    for (const ExportFormat& format : export_formats)
        if (format.key == key) return format;
    throw Error(Code::invalid_value, "/format",
                {std::string(key.substr(0, 40)), "gpkg, geojson, fgb, csv, xlsx, dxf, cityjson"});
}

std::string export_file(const Context& context, std::int64_t id, const ExportFormat& format) {
    return context.platform.data_folder + "/exports/" + std::to_string(id) + "." +
           std::string(format.extension);
}

Where conditions_of(const ExportFilter& filter) {
    AssetQuery query;
    query.q = filter.q;
    query.class_key = filter.class_key;
    query.domain = filter.domain;
    query.ward = filter.ward;
    query.status = filter.status;
    query.owner = filter.owner;
    query.parent = filter.parent;
    query.bbox = filter.bbox;
    query.within = filter.within;
    query.generated = filter.generated;
    query.finding = filter.finding;
    Where where = conditions_of(query);
    if (filter.ids) where.add("a.id = any(?)", {*filter.ids});
    return where;
}

task<void> sweep_transfers(Context& context) {
    db::Pool& pool = context.platform.db;
    const Instant now = context.platform.clock.now();
    const db::Rows exports = co_await pool.run(old_exports, now);
    const db::Rows imports = co_await pool.run(old_imports, now + -limits::import_idle_days * kDay);
    co_await context.platform.loop.blocking([&] {
        std::error_code ignored;
        for (const db::Row row : exports)
            std::filesystem::remove(
                export_file(context, row.integer("id"), export_format(row.text("format"))), ignored);
        for (const db::Row row : imports)
            Staging(context.platform.data_folder, row.integer("id")).remove_all();
    });
}

void add_export_routes(http::Router& router, Context& context) {
    using http::Nothing;
    const auto read = http::may_within("asset.read");
    router.post<ExportBegin, ExportView>(
        "/api/v1/exports", {"registry.exports.create", read, "Writes assets to a file"},
        [&context](Call& call, const ExportBegin& body) { return begin(context, call, body); });
    router.get<ExportListQuery, ExportPage>(
        "/api/v1/exports", {"registry.exports.list", read, "Exports of the caller, newest first"},
        [&context](Call& call, const ExportListQuery& query) { return list(context, call, query); });
    router.get<Nothing, ExportView>("/api/v1/exports/{id}", {"registry.exports.get", read, "An export"},
                                    [&context](Call& call, const Nothing&) -> task<ExportView> {
                                        const db::Rows rows = co_await own_export(context, call);
                                        co_return view_of_export(rows.front());
                                    });
    router.get<Nothing, http::Response>(
        "/api/v1/exports/{id}/content", {"registry.exports.content", read, "The file", {.seconds_max = 120}},
        [&context](Call& call, const Nothing&) { return content(context, call); });
}

}  // namespace hatang::registry
