// POST /api/v1/asset-changes, GET /api/v1/asset-changes/{id}, POST …/undo
//
// Each asset is changed as a request of its own would change it: rights, version, checks, history, audit and
// event. One that is refused stays as it is and is reported; the others are committed together.
#include <algorithm>

#include "registry/assets/change_core.hpp"
#include "registry/assets/store.hpp"
#include "registry/bulk/model.hpp"
#include "registry/bulk/queries.hpp"

namespace hatang::registry {
namespace {

BulkRefusal refusal_of(std::int64_t id, const Error& e) {
    BulkRefusal out;
    out.id = id;
    out.code = error_info(e.code).code;
    if (!e.where.empty()) out.where = e.where;
    out.title_vi = e.text_vi();
    out.title_en = e.text_en();
    return out;
}

http::Request request_for(const http::Call& call, std::int64_t version) {
    http::Request one;
    one.method = http::Method::patch;
    one.remote_address = call.request.remote_address;
    one.headers = {{"If-Match", "\"" + std::to_string(version) + "\""}};
    return one;
}

// Changes one asset or takes it back to where it was. Gives its new version, or why it was refused.
struct Outcome {
    std::int64_t version = 0;
    std::optional<Error> refused;
};
task<Outcome> change_one(db::Session& tx, Context& context, const http::Call& call, BulkItem item,
                         AssetPatch patch) {
    const http::Request request = request_for(call, item.version);
    http::Call one(request);
    one.who = call.who;
    one.id = call.id;
    Outcome out;
    co_await tx.run(sql::begin_one);
    try {
        const AssetView after = co_await change_asset(tx, context, one, item.id, std::move(patch));
        out.version = after.version;
    } catch (const Error& e) {
        out.refused = e;
    }
    if (out.refused) co_await tx.run(sql::drop_one);
    co_await tx.run(sql::keep_one);
    co_return out;
}

// Leaves the transaction of a dry run: nothing of it is committed.
struct OnlyTried : std::exception {
    explicit OnlyTried(BulkReport r) : report(std::move(r)) {}
    BulkReport report;
};

void check_input(BulkInput& in) {
    if (in.items.empty()) throw Error(Code::invalid_value, "/items", {"[]", "≥ 1"});
    const SetNames names = names_of(in.set);
    if (names.fields.empty() && names.attributes.empty())
        throw Error(Code::invalid_value, "/set", {"{}", "≥ 1"});
    // In one order for everybody, so that two acts over the same assets wait instead of blocking each other.
    std::ranges::sort(in.items, {}, &BulkItem::id);
    const auto twice = std::ranges::adjacent_find(in.items, {}, &BulkItem::id);
    if (twice != in.items.end()) throw Error(Code::duplicate_field, "/items", {std::to_string(twice->id)});
}

task<std::int64_t> bulk_id_of(db::Session& tx, Context& context, const http::Call& call,
                              const BulkInput& in) {
    if (in.bulk_id) {
        const db::Rows known = co_await tx.run(sql::bulk_of, *in.bulk_id, call.who.user_id);
        if (known.empty())
            throw Error(Code::not_found, "/bulk_id", {"asset change " + std::to_string(*in.bulk_id)});
        co_return *in.bulk_id;
    }
    const SetNames names = names_of(in.set);
    const db::Rows made = co_await tx.run(sql::insert_bulk, call.who.user_id, context.platform.clock.now(),
                                          names.fields, names.attributes, in.reason);
    co_return made.front().integer("id");
}

task<BulkReport> change_all(db::Session& tx, Context& context, const http::Call& call, const BulkInput& in) {
    BulkReport report;
    const std::int64_t bulk_id = co_await bulk_id_of(tx, context, call, in);
    std::vector<std::int64_t> ids, versions;
    for (const BulkItem& item : in.items) {
        AssetPatch patch = patch_of(in);
        const Outcome out = co_await change_one(tx, context, call, item, std::move(patch));
        if (out.refused)
            report.refused.push_back(refusal_of(item.id, *out.refused));
        else if (out.version == item.version)
            ++report.unchanged;
        else {
            ++report.changed;
            ids.push_back(item.id);
            versions.push_back(out.version);
        }
    }
    if (in.dry_run.value_or(false)) throw OnlyTried(std::move(report));
    if (!ids.empty()) co_await tx.run(sql::insert_bulk_rows, bulk_id, ids, versions);
    report.bulk_id = bulk_id;
    co_return report;
}

task<BulkReport> change_many(Context& context, http::Call& call, BulkInput in) {
    check_input(in);
    const auto body = [&](db::Session& tx) -> task<BulkReport> {
        co_return co_await change_all(tx, context, call, in);
    };
    std::optional<BulkReport> tried;
    try {
        co_return co_await context.platform.db.transaction(body);
    } catch (OnlyTried& e) {
        tried = std::move(e.report);
    }
    co_return std::move(*tried);
}

task<AssetPatch> patch_back(db::Session& tx, Context& context, std::int64_t asset, std::int64_t version,
                            const SetNames& names, std::int64_t bulk_id) {
    const db::Rows rows = co_await tx.run(sql::version_before, asset, version);
    AssetPatch patch;
    if (!rows.empty()) {
        const AssetView before = view_of(rows.front(), context);
        patch = undo_patch(names, input_of(before));
    }
    patch.reason = "Hoàn tác lần sửa hàng loạt số " + std::to_string(bulk_id);
    co_return patch;
}

task<BulkUndo> undo_some(db::Session& tx, Context& context, const http::Call& call, std::int64_t id) {
    const db::Rows act = co_await tx.run(sql::bulk_of, id, call.who.user_id);
    if (act.empty()) throw Error(Code::not_found, "id", {"asset change " + std::to_string(id)});
    const SetNames names{act.front().texts("fields"), act.front().texts("attributes")};
    const db::Rows rows = co_await tx.run(sql::bulk_open_rows, id, limits::bulk_undo_rows);
    BulkUndo out;
    for (const db::Row row : rows) {
        const BulkItem item{row.integer("asset_id"), row.integer("version")};
        AssetPatch patch = co_await patch_back(tx, context, item.id, item.version, names, id);
        const Outcome done = co_await change_one(tx, context, call, item, std::move(patch));
        if (done.refused)
            out.left.push_back(refusal_of(item.id, *done.refused));
        else
            ++out.undone;
        co_await tx.run(sql::mark_bulk_row, id, item.id, done.refused ? "left" : "undone");
    }
    const auto before =
        act.front().integer("changed") - act.front().integer("undone") - act.front().integer("left_so");
    out.remaining = before - out.undone - static_cast<std::int64_t>(out.left.size());
    co_return out;
}

BulkView bulk_view(const db::Row& row) {
    BulkView v;
    v.id = row.integer("id");
    v.at = row.instant("at");
    v.reason = row.maybe_text("reason");
    v.fields = row.texts("fields");
    v.attributes = row.texts("attributes");
    v.changed = row.integer("changed");
    v.undone = row.integer("undone");
    v.left = row.integer("left_so");
    return v;
}

}  // namespace

void add_bulk_routes(http::Router& router, Context& context) {
    const auto write = http::may_within("asset.write");
    router.post<BulkInput, BulkReport>(
        "/api/v1/asset-changes", {"registry.bulk.change", write, "Sets fields of many assets, or tries it"},
        [&context](http::Call& call, const BulkInput& in) { return change_many(context, call, in); });
    router.get<http::Nothing, BulkView>(
        "/api/v1/asset-changes/{id}", {"registry.bulk.get", write, "An act of one's own over many assets"},
        [&context](http::Call& call, const http::Nothing&) -> task<BulkView> {
            const std::int64_t id = call.path_id("id");
            const db::Rows rows = co_await context.platform.db.run(sql::bulk_of, id, call.who.user_id);
            if (rows.empty()) throw Error(Code::not_found, "id", {"asset change " + std::to_string(id)});
            co_return bulk_view(rows.front());
        });
    router.post<http::Nothing, BulkUndo>(
        "/api/v1/asset-changes/{id}/undo",
        {"registry.bulk.undo",
         write,
         "Takes back some of such an act; asked until nothing remains",
         {},
         false},
        [&context](http::Call& call, const http::Nothing&) -> task<BulkUndo> {
            const std::int64_t id = call.path_id("id");
            const auto body = [&](db::Session& tx) -> task<BulkUndo> {
                co_return co_await undo_some(tx, context, call, id);
            };
            co_return co_await context.platform.db.transaction(body);
        });
}

}  // namespace hatang::registry
