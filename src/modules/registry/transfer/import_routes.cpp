// Imports of people.
#include <algorithm>
#include <charconv>
#include <span>

#include "base/page.hpp"
#include "registry/limits.hpp"
#include "registry/transfer/import_preview.hpp"
#include "registry/transfer/import_store.hpp"
#include "registry/transfer/person_queries.hpp"

namespace hatang::registry {

struct ImportBegin {
    std::string file_name;
    std::int64_t bytes = 0;
};
struct ImportListQuery {
    std::optional<std::int64_t> limit;
    std::optional<std::string> cursor;
};
struct ImportRowsQuery {
    std::optional<std::string> outcome;
    std::optional<std::int64_t> limit;
    std::optional<std::string> cursor;
};
struct ImportRowView {
    std::int64_t row = 0;
    std::string outcome;
    std::optional<std::string> code, where, reason_vi, reason_en, name;
    std::optional<double> lon, lat;
    std::optional<std::int64_t> asset_id;
};
struct ImportRowPage {
    std::vector<ImportRowView> items;
    std::optional<std::string> next;
    std::int64_t total = 0;
};

}  // namespace hatang::registry

namespace hatang::json {

template <>
struct Describe<registry::ImportBegin> {
    using T = registry::ImportBegin;
    static constexpr std::string_view name = "ImportBegin";
    static constexpr auto fields = std::tuple{
        field("file_name", &T::file_name, "With its extension", Limits{.length_max = 255, .length_min = 1}),
        field("bytes", &T::bytes, "Of the whole file",
              Limits{.least = 1, .most = registry::limits::upload_bytes_max})};
};
template <>
struct Describe<registry::ImportListQuery> {
    using T = registry::ImportListQuery;
    static constexpr std::string_view name = "ImportListQuery";
    static constexpr auto fields = std::tuple{field("limit", &T::limit, "1 to 1000; 100 when absent"),
                                              field("cursor", &T::cursor, "`next` of the page before")};
};
template <>
struct Describe<registry::ImportRowsQuery> {
    using T = registry::ImportRowsQuery;
    static constexpr std::string_view name = "ImportRowsQuery";
    static constexpr auto fields =
        std::tuple{field("outcome", &T::outcome,
                         "created, changed, unchanged, refused, warned or left; all when absent"),
                   field("limit", &T::limit, "1 to 1000; 100 when absent"),
                   field("cursor", &T::cursor, "`next` of the page before")};
};
template <>
struct Describe<registry::ImportRowView> {
    using T = registry::ImportRowView;
    static constexpr std::string_view name = "ImportRow";
    static constexpr auto fields = std::tuple{field("row", &T::row, "Of the layer, from 1"),
                                              field("outcome", &T::outcome, "What becomes of it"),
                                              field("code", &T::code, "Of the reason"),
                                              field("where", &T::where, "JSON pointer into the feature"),
                                              field("reason_vi", &T::reason_vi, "Vietnamese"),
                                              field("reason_en", &T::reason_en, "English"),
                                              field("name", &T::name, "Of the asset"),
                                              field("lon", &T::lon, "Of a point on it"),
                                              field("lat", &T::lat, "Of a point on it"),
                                              field("asset_id", &T::asset_id, "The asset")};
};
template <>
struct Describe<registry::ImportRowPage> {
    using T = registry::ImportRowPage;
    static constexpr std::string_view name = "ImportRowPage";
    static constexpr auto fields =
        std::tuple{field("items", &T::items, "In the order of the file, batch by batch"),
                   field("next", &T::next, "Cursor of the next page; null on the last"),
                   field("total", &T::total, "All that fit")};
};

}  // namespace hatang::json

namespace hatang::registry {
namespace {

using http::Call;

[[noreturn]] void refuse_step(std::string step, const ImportView& view) {
    throw Error(Code::invalid_transition, "state", {std::move(step), view.state});
}
bool one_of(std::string_view state, std::initializer_list<std::string_view> allowed) {
    return std::ranges::find(allowed, state) != allowed.end();
}

// The import, locked; not_found to everybody but its author.
task<ImportView> locked(db::Session& tx, const http::Principal& who, std::int64_t id) {
    co_await tx.run(sql::lock_import, id, who.user_id);
    co_return co_await load_import(tx, who, id);
}

task<ImportView> begin(Context& context, Call& call, ImportBegin body) {
    db::Pool& pool = context.platform.db;
    const db::Rows open = co_await pool.run(sql::open_imports, call.who.user_id);
    if (open.front().integer("n") >= limits::imports_open_max)
        throw Error(Code::too_many_items, {},
                    {std::to_string(open.front().integer("n")), std::to_string(limits::imports_open_max)});
    co_await sweep_transfers(context);
    const auto insert = [&](db::Session& tx) -> task<std::int64_t> {
        const std::string author = co_await context.security.full_name(tx, call.who.user_id);
        const db::Rows rows = co_await tx.run(sql::begin_import, call.who.user_id, author, body.file_name,
                                              body.bytes, context.platform.clock.now());
        co_return rows.front().integer("id");
    };
    const std::int64_t id = co_await pool.transaction(insert);
    call.header("Location", "/api/v1/imports/" + std::to_string(id));
    co_return co_await load_import(pool, call.who.user_id, id);
}

std::int64_t offset_of(const Call& call) {
    for (const auto& [name, value] : call.request.query) {
        std::int64_t offset = 0;
        const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), offset);
        if (name == "offset" && error == std::errc() && end == value.data() + value.size() && offset >= 0)
            return offset;
        throw Error(Code::invalid_parameter, name.substr(0, 40), {value.substr(0, 40), "offset=0…"});
    }
    throw Error(Code::invalid_parameter, "offset", {"", "offset=0…"});
}

task<ImportView> receive(Context& context, Call& call, http::RawBody body) {
    const std::int64_t id = call.path_id("id");
    const auto write = [&](db::Session& tx) -> task<ImportView> {
        const ImportView view = co_await locked(tx, call.who, id);
        const std::int64_t offset = offset_of(call);
        if (view.state != "uploading") refuse_step("upload", view);
        const auto bytes = static_cast<std::int64_t>(body.bytes.size());
        if (offset != view.received || bytes == 0 || offset + bytes > view.bytes)
            throw Error(Code::wrong_offset, "offset",
                        {std::to_string(offset), std::to_string(view.received)});
        const Staging staging(context.platform.data_folder, id);
        co_await context.platform.loop.blocking([&] { staging.write_part(offset, body.bytes); });
        co_await tx.run(sql::part_received, id, offset + bytes, context.platform.clock.now());
        co_return co_await load_import(tx, call.who, id);
    };
    co_return co_await context.platform.db.transaction(write);
}

task<void> remove(Context& context, Call& call) {
    const std::int64_t id = call.path_id("id");
    const auto body = [&](db::Session& tx) -> task<void> {
        const ImportView view = co_await locked(tx, call.who, id);
        if (one_of(view.state, {"inspecting", "checking", "importing", "imported", "undoing", "undone"}))
            refuse_step("delete", view);
        co_await tx.run(sql::delete_import, id);
    };
    co_await context.platform.db.transaction(body);
    const Staging staging(context.platform.data_folder, id);
    co_await context.platform.loop.blocking([&] { staging.remove_all(); });
}

constexpr std::string_view from_inspect[] = {"uploaded", "inspected", "checked", "failed"};
constexpr std::string_view from_check[] = {"inspected", "checked", "failed"};
constexpr std::string_view from_commit[] = {"checked"};
constexpr std::string_view from_undo[] = {"imported"};

task<ImportView> start(Context& context, Call& call, std::string name, std::string state,
                       std::span<const std::string_view> from) {
    const std::int64_t id = call.path_id("id");
    const auto body = [&](db::Session& tx) -> task<ImportView> {
        const ImportView view = co_await locked(tx, call.who, id);
        if (std::ranges::find(from, view.state) == from.end() || view.received != view.bytes)
            refuse_step(name, view);
        if (name == "check" || name == "commit") plan_of(context, view, true);
        json::Writer input;
        input.begin_object().field("import", id).field("user", call.who.user_id).end_object();
        const std::string kind = "import." + name;
        const std::int64_t job =
            co_await context.platform.jobs.enqueue(tx, kind, input.text(), call.who.user_id);
        co_await tx.run(sql::begin_work, id, state, job, context.platform.clock.now());
        co_return co_await load_import(tx, call.who, id);
    };
    ImportView view = co_await context.platform.db.transaction(body);
    call.status(202);
    co_return view;
}

// A running job stops at its next look; one that waits is taken out of the queue at once.
task<ImportView> cancel(Context& context, Call& call) {
    const std::int64_t id = call.path_id("id");
    const auto body = [&](db::Session& tx) -> task<ImportView> {
        const ImportView view = co_await locked(tx, call.who, id);
        const bool running = one_of(view.state, {"inspecting", "checking", "importing", "undoing"});
        if (!running || !view.job_id) refuse_step("cancel", view);
        co_await context.platform.jobs.cancel(tx, *view.job_id);
        co_return co_await load_import(tx, call.who, id);
    };
    ImportView view = co_await context.platform.db.transaction(body);
    call.status(202);
    co_return view;
}

task<ImportView> set(Context& context, Call& call, ImportSettings settings) {
    const std::int64_t id = call.path_id("id");
    const auto body = [&](db::Session& tx) -> task<ImportView> {
        const ImportView view = co_await locked(tx, call.who, id);
        if (!one_of(view.state, {"inspected", "checked"})) refuse_step("settings", view);
        const catalogue::AssetClass* c = nullptr;
        if (settings.class_key) c = &context.class_of(*settings.class_key, "/class");
        check_settings(settings, layers_of_json(view.layers.json), c);
        co_await tx.run(sql::set_settings, id, json::to_json(settings), context.platform.clock.now());
        co_await forget_results(tx, id);
        co_return co_await load_import(tx, call.who, id);
    };
    co_return co_await context.platform.db.transaction(body);
}

task<ImportRowPage> list_rows(Context& context, Call& call, ImportRowsQuery query) {
    const std::int64_t id = call.path_id("id"), limit = page_limit(query.limit);
    const auto cursor = page_cursor(query.cursor);
    db::Pool& pool = context.platform.db;
    const ImportView view = co_await load_import(pool, call.who.user_id, id);
    if (query.outcome &&
        !one_of(*query.outcome, {"created", "changed", "unchanged", "refused", "warned", "left"}))
        throw Error(Code::invalid_parameter, "outcome",
                    {query.outcome->substr(0, 40), "created, changed, unchanged, refused, warned, left"});
    const db::Rows total = co_await pool.run(sql::results_total, id, query.outcome);
    const db::Rows rows = co_await pool.run(sql::results_page, id, query.outcome, cursor, limit + 1);
    ImportRowPage page;
    page.total = total.front().integer("n");
    std::int64_t last = 0;
    for (const db::Row row : rows) {
        if (static_cast<std::int64_t>(page.items.size()) == limit) {
            page.next = std::to_string(last);
            break;
        }
        last = row.integer("id");
        page.items.push_back({row.integer("row"), std::string(row.text("outcome")), row.maybe_text("code"),
                              row.maybe_text("place"), row.maybe_text("reason_vi"),
                              row.maybe_text("reason_en"), row.maybe_text("name"), row.maybe_number("lon"),
                              row.maybe_number("lat"), row.maybe_integer("asset_id")});
    }
    co_return page;
}

constexpr db::Query outside_rows{
    "registry.imports.outside",
    "select count(*) as n from unnest($1::float8[], $2::float8[]) as p(lon, lat) where exists (select from "
    "registry.ward_area) and registry.ward_at(st_setsrid(st_point(p.lon, p.lat), 4326)) is null"};

task<http::Response> preview_of(Context& context, Call& call) {
    const std::int64_t id = call.path_id("id");
    db::Pool& pool = context.platform.db;
    const ImportView view = co_await load_import(pool, call.who.user_id, id);
    if (one_of(view.state, {"uploading", "uploaded", "inspecting", "failed", "undone"}))
        refuse_step("preview", view);
    const ImportPlan plan = plan_of(context, view, false);
    const Preview preview = co_await context.platform.loop.blocking([&] { return read_preview(plan); });
    std::vector<std::int64_t> ids;
    std::vector<double> lon, lat;
    for (const PreviewFeature& f : preview.features) {
        ids.push_back(f.row);
        lon.push_back((f.box.west + f.box.east) / 2);
        lat.push_back((f.box.south + f.box.north) / 2);
    }
    std::map<std::int64_t, std::string> outcomes;
    const db::Rows results = co_await pool.run(sql::outcomes, id, ids);
    // The gravest first: the digit orders them.
    for (const db::Row row : results) outcomes[row.integer("row")] = row.text("outcome").substr(1);
    const db::Rows outside = co_await pool.run(outside_rows, lon, lat);
    co_return http::Response::bytes("application/geo+json",
                                    preview_json(preview, outcomes, outside.front().integer("n")));
}

}  // namespace

void add_import_routes(http::Router& router, Context& context) {
    using http::Nothing;
    const auto importer = http::may_within("asset.import");
    http::RouteMeta act{"", importer, ""};
    act.creates = false;
    const auto acting = [&](std::string_view id, std::string_view summary) {
        http::RouteMeta meta = act;
        meta.id = id;
        meta.summary = summary;
        return meta;
    };
    router.post<ImportBegin, ImportView>(
        "/api/v1/imports", {"registry.imports.create", importer, "Begins an import"},
        [&context](Call& call, const ImportBegin& body) { return begin(context, call, body); });
    router.get<ImportListQuery, ImportPage>(
        "/api/v1/imports", {"registry.imports.list", importer, "Imports of the caller, newest first"},
        [&context](Call& call, const ImportListQuery& query) {
            return list_imports(context.platform.db, call.who.user_id, page_cursor(query.cursor),
                                page_limit(query.limit));
        });
    router.get<Nothing, ImportView>("/api/v1/imports/{id}", {"registry.imports.get", importer, "An import"},
                                    [&context](Call& call, const Nothing&) {
                                        return load_import(context.platform.db, call.who.user_id,
                                                           call.path_id("id"));
                                    });
    router.put<http::RawBody, ImportView>(
        "/api/v1/imports/{id}/content",
        {"registry.imports.content",
         importer,
         "A part of the file; ?offset= says where it begins",
         {.body_bytes_max = limits::upload_part_bytes_max, .seconds_max = 120}},
        [&context](Call& call, const http::RawBody& body) { return receive(context, call, body); });
    router.del<Nothing, Nothing>(
        "/api/v1/imports/{id}",
        {"registry.imports.delete", importer, "Takes an import away, before its commit"},
        [&context](Call& call, const Nothing&) { return remove(context, call); });
    router.post<Nothing, ImportView>("/api/v1/imports/{id}/inspection",
                                     acting("registry.imports.inspect", "Finds out what the file holds"),
                                     [&context](Call& call, const Nothing&) {
                                         return start(context, call, "inspect", "inspecting", from_inspect);
                                     });
    router.put<ImportSettings, ImportView>(
        "/api/v1/imports/{id}/settings", {"registry.imports.settings", importer, "How columns become assets"},
        [&context](Call& call, const ImportSettings& settings) { return set(context, call, settings); });
    router.get<Nothing, http::Response>(
        "/api/v1/imports/{id}/preview",
        {"registry.imports.preview",
         importer,
         "Features as the settings make them, in WGS 84",
         {.seconds_max = 120}},
        [&context](Call& call, const Nothing&) { return preview_of(context, call); });
    router.post<Nothing, ImportView>("/api/v1/imports/{id}/check",
                                     acting("registry.imports.check", "Tries every row; changes nothing"),
                                     [&context](Call& call, const Nothing&) {
                                         return start(context, call, "check", "checking", from_check);
                                     });
    router.get<ImportRowsQuery, ImportRowPage>(
        "/api/v1/imports/{id}/rows", {"registry.imports.rows", importer, "What becomes of each row"},
        [&context](Call& call, const ImportRowsQuery& query) { return list_rows(context, call, query); });
    router.post<Nothing, ImportView>("/api/v1/imports/{id}/commit",
                                     acting("registry.imports.commit", "Writes the rows into the register"),
                                     [&context](Call& call, const Nothing&) {
                                         return start(context, call, "commit", "importing", from_commit);
                                     });
    router.post<Nothing, ImportView>("/api/v1/imports/{id}/undo",
                                     acting("registry.imports.undo", "Takes a commit back"),
                                     [&context](Call& call, const Nothing&) {
                                         return start(context, call, "undo", "undoing", from_undo);
                                     });
    router.post<Nothing, ImportView>(
        "/api/v1/imports/{id}/cancel", acting("registry.imports.cancel", "Stops the running job"),
        [&context](Call& call, const Nothing&) { return cancel(context, call); });
}

}  // namespace hatang::registry
