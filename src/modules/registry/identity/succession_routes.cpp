// POST /api/v1/successions, GET /api/v1/assets/{id}/successions, POST /api/v1/successions/{id}/revoke
//
// One act, one transaction: predecessors are retired on the day, new successors are registered, the links,
// the lines of history, the audit row and the events are written together or not at all.
#include <algorithm>

#include "registry/assets/change_core.hpp"
#include "registry/assets/filter.hpp"
#include "registry/assets/queries.hpp"
#include "registry/assets/write_steps.hpp"
#include "registry/identity/succession.hpp"
#include "registry/identity/succession_core.hpp"
#include "registry/identity/succession_queries.hpp"

namespace hatang::registry {
namespace {

using security::Actor;

// Midnight of a day of the city, which has no summer time.
Instant begin_of_day(const std::string& day) {
    const auto at = parse_rfc3339(day + "T00:00:00+07:00");
    if (!at || day < "1000") throw Error(Code::invalid_value, "/day", {day.substr(0, 40), "yyyy-MM-dd"});
    return *at;
}

// A call that changes one of the works as a request of its own would.
task<AssetView> change_part(db::Session& tx, Context& context, const http::Call& call, std::int64_t id,
                            std::int64_t version, AssetPatch patch) {
    http::Request request;
    request.method = http::Method::patch;
    request.remote_address = call.request.remote_address;
    request.headers = {{"If-Match", "\"" + std::to_string(version) + "\""}};
    http::Call one(request);
    one.who = call.who;
    one.id = call.id;
    AssetView after = co_await change_asset(tx, context, one, id, std::move(patch));
    co_return after;
}

std::vector<std::int64_t> ids_of(const std::vector<SuccessionWork>& works) {
    std::vector<std::int64_t> ids;
    for (const SuccessionWork& work : works) ids.push_back(work.id);
    return ids;
}

// Gives the status that the predecessor had. It ends on the day, but never before what is known of it begins.
task<std::string> retire(db::Session& tx, Context& context, const http::Call& call,
                         const SuccessionWork& work, const SuccessionInput& in, Instant since) {
    co_await tx.run(sql::lock_asset, work.id);
    const AssetView before = co_await load_asset(tx, context, work.id);
    AssetPatch patch;
    patch.status = "retired";
    patch.reason = in.reason;
    patch.valid_from = std::max(since, before.valid_from);
    const AssetView after = co_await change_part(tx, context, call, work.id, work.version, std::move(patch));
    // One that was put back into service by hand has an act that is to be revoked first.
    const db::Rows ended = co_await tx.run(sql::has_ended, work.id);
    if (before.status == "retired" || ended.front().boolean("ended"))
        throw Error(Code::work_has_ended, "/predecessors", {before.name});
    co_return before.status;
}

// A new successor begins as a copy of what it follows: class, owner, operator, whole, attributes. It stands
// in the same place when it replaces one work; parts and unions are drawn by a person.
task<std::int64_t> register_new(db::Session& tx, Context& context, const http::Call& call,
                                const AssetView& like, const SuccessionNew& wanted, bool same_place,
                                Instant since) {
    AssetDraft draft;
    draft.input = input_of(like);
    draft.input.name = wanted.name;
    draft.input.name_en.reset();
    draft.input.other_names.clear();
    draft.input.identifiers.clear();
    draft.input.status = "in_service";
    if (!same_place) draft.input.geometry_json.clear();
    draft.valid_from = since;
    const Actor actor = security::actor_of(call);
    const std::int64_t id = co_await create_asset(tx, context, std::move(draft), actor, &call.who);
    co_return id;
}

// An existing successor: the person may write it, it has not ended, and it does not come after itself.
task<void> check_successor(db::Session& tx, Context& context, const http::Call& call,
                           const SuccessionWork& work, std::vector<std::int64_t> predecessors) {
    const db::Rows locked = co_await tx.run(sql::lock_asset, work.id);
    const std::string what = "asset " + std::to_string(work.id);
    if (locked.empty()) throw Error(Code::not_found, "/successors", {what});
    const AssetView asset = co_await load_asset(tx, context, work.id);
    if (!security::scope(call.who, "asset.read").allows(asset.key()))
        throw Error(Code::not_found, "/successors", {what});
    check_may_write(call.who, asset);
    if (asset.version != work.version)
        throw Error(Code::precondition_failed, "/successors", {std::to_string(asset.version)});
    if (asset.status == "retired") throw Error(Code::work_has_ended, "/successors", {asset.name});
    for (const std::int64_t before : predecessors) {
        const std::vector<std::int64_t> successor{work.id};
        const db::Rows rows = co_await tx.run(sql::descends, before, successor);
        if (rows.front().boolean("comes_from"))
            throw Error(Code::succession_cycle, "/successors", {asset.name});
    }
}

task<void> tell_part(db::Session& tx, Context& context, const http::Call& call, std::int64_t asset,
                     SuccessionTitles titles, std::optional<std::int64_t> other) {
    const Actor actor = security::actor_of(call);
    Registry::HistoryEntry entry{asset, "asset_succession", titles.vi, titles.en, {}, {}, {}};
    if (other) entry.link_kind = "asset";
    entry.link_id = other;
    entry.at = context.platform.clock.now();
    const db::Session::Statement line = history_entry(entry, actor);
    co_await tx.run(line.query, line.params);
    const AssetView view = co_await load_asset(tx, context, asset);
    co_await emit_changed(tx, context,
                          {asset, view.version, view.class_key, view.domain, view.lon, view.lat});
}

std::optional<std::int64_t> only(const std::vector<std::int64_t>& ids) {
    return ids.size() == 1 ? std::optional(ids.front()) : std::nullopt;
}

task<SuccessionDone> record(db::Session& tx, Context& context, const http::Call& call,
                            const SuccessionInput& in, Instant since) {
    const std::vector<std::int64_t> predecessors = ids_of(in.predecessors);
    for (const SuccessionWork& work : in.successors)
        co_await check_successor(tx, context, call, work, predecessors);
    std::vector<std::string> status_before;
    for (const SuccessionWork& work : in.predecessors) {
        std::string status = co_await retire(tx, context, call, work, in, since);
        status_before.push_back(std::move(status));
    }
    const AssetView like = co_await load_asset(tx, context, predecessors.front());
    std::vector<std::int64_t> successors = ids_of(in.successors);
    for (const SuccessionNew& fresh : in.new_successors) {
        const std::int64_t id =
            co_await register_new(tx, context, call, like, fresh, in.kind == "replace", since);
        successors.push_back(id);
    }
    const db::Rows made = co_await tx.run(sql::insert_succession, in.kind, in.day, in.reason,
                                          context.platform.clock.now(), call.who.name);
    SuccessionDone done;
    done.id = made.front().integer("id");
    done.successors = successors;
    for (std::size_t i = 0; i < predecessors.size(); ++i) {
        co_await tx.run(sql::insert_succession_part, done.id, predecessors[i], "predecessor",
                        std::optional(status_before[i]));
        SuccessionTitles titles = ended_title(in.kind, successors.size());
        co_await tell_part(tx, context, call, predecessors[i], std::move(titles), only(successors));
    }
    for (const std::int64_t id : successors) {
        co_await tx.run(sql::insert_succession_part, done.id, id, "successor", std::optional<std::string>());
        SuccessionTitles titles = begun_title(in.kind, predecessors.size());
        co_await tell_part(tx, context, call, id, std::move(titles), only(predecessors));
    }
    security::Change change{"asset.succession", "succession", done.id, {}, json::to_json(in), in.reason};
    co_await context.security.audit(tx, security::actor_of(call), std::move(change));
    co_return done;
}

task<SuccessionDone> begin(Context& context, http::Call& call, SuccessionInput in) {
    check_succession(in.kind, ids_of(in.predecessors), ids_of(in.successors), in.new_successors.size());
    const Instant day = begin_of_day(in.day), now = context.platform.clock.now();
    if (day > now) throw Error(Code::time_in_future, "/day", {in.day, "0"});
    const Instant since = now - day < kDay ? now : day;  // today: as it is recorded
    // In one order for everybody, so that two acts over the same works wait instead of blocking each other.
    std::ranges::sort(in.predecessors, {}, &SuccessionWork::id);
    std::ranges::sort(in.successors, {}, &SuccessionWork::id);
    const auto body = [&](db::Session& tx) -> task<SuccessionDone> {
        co_return co_await record(tx, context, call, in, since);
    };
    SuccessionDone done = co_await context.platform.db.transaction(body);
    context.changed();
    co_return done;
}

task<SuccessionList> list(Context& context, http::Call& call, std::int64_t asset) {
    const db::Rows key = co_await context.platform.db.run(sql::asset_key, asset);
    const security::Scope& reads = security::scope(call.who, "asset.read");
    if (key.empty() || !reads.allows(key_of(key.front())))
        throw Error(Code::not_found, "id", {"asset " + std::to_string(asset)});
    const db::Rows acts = co_await context.platform.db.run(sql::succession_acts, asset);
    SuccessionList out;
    std::vector<std::int64_t> ids;
    for (const db::Row row : acts) {
        SuccessionView v;
        v.id = row.integer("id");
        v.kind = row.text("kind");
        v.role = row.text("role");
        v.day = row.text("day");
        v.reason = row.text("reason");
        v.recorded_at = row.instant("recorded_at");
        v.recorded_by = row.text("recorded_by_name");
        ids.push_back(v.id);
        out.items.push_back(std::move(v));
    }
    Where where;
    where.value(ids);
    where.value(asset);
    const std::string text =
        std::string(sql::succession_works) + reads.condition(where, "a") + " order by a.id";
    const db::Rows works =
        co_await context.platform.db.run_params(db::Query{"registry.succession_works", text}, where.params());
    for (const db::Row row : works)
        for (SuccessionView& v : out.items)
            if (v.id == row.integer("succession_id"))
                v.works.push_back({std::string(row.text("role")), row.integer("id"),
                                   std::string(row.text("name")), std::string(row.text("class_key")),
                                   std::string(row.text("domain")), std::string(row.text("status"))});
    const std::vector<std::int64_t> restricted = security::restricted_ids(works);
    co_await context.security.audit_read(call, "asset", restricted);
    co_return out;
}

// Takes an act back that was recorded by mistake: the predecessors live on as they were. What was registered
// as a successor stays; it is a work of its own by now.
task<void> revoke_in(db::Session& tx, Context& context, const http::Call& call, std::int64_t id,
                     const SuccessionRevoke& in) {
    const std::string what = "succession " + std::to_string(id);
    const db::Rows act = co_await tx.run(sql::lock_succession, id);
    if (act.empty()) throw Error(Code::not_found, "id", {what});
    if (!act.front().is_null("revoked_at")) throw Error(Code::invalid_transition, {}, {"revoke", "revoked"});
    const db::Rows parts = co_await tx.run(sql::succession_parts, id);
    // Who may not write all of its works may not take it back; who reads none of them does not know of it.
    for (const db::Row part : parts) {
        const db::Rows key = co_await tx.run(sql::asset_key, part.integer("asset_id"));
        if (!security::scope(call.who, "asset.read").allows(key_of(key.front())))
            throw Error(Code::not_found, "id", {what});
        if (!security::scope(call.who, "asset.write").allows(key_of(key.front())))
            throw Error(Code::forbidden, {}, {"asset.write"});
    }
    const Instant now = context.platform.clock.now();
    co_await tx.run(sql::revoke_succession, id, now, call.who.name, in.reason);
    for (const db::Row part : parts) {
        const std::int64_t asset = part.integer("asset_id");
        if (part.text("role") == "predecessor") {
            co_await tx.run(sql::lock_asset, asset);
            const AssetView before = co_await load_asset(tx, context, asset);
            AssetPatch patch;
            patch.status = part.text("status_before");
            patch.reason = in.reason;
            if (before.status == "retired")
                co_await change_part(tx, context, call, asset, before.version, std::move(patch));
        }
        SuccessionTitles titles{"Hủy ghi nhận tách, gộp, thay thế", "Succession revoked"};
        co_await tell_part(tx, context, call, asset, std::move(titles), std::nullopt);
    }
    security::Change change{"asset.succession_revoke", "succession", id, {}, json::to_json(in), in.reason};
    co_await context.security.audit(tx, security::actor_of(call), std::move(change));
}

}  // namespace

void add_succession_routes(http::Router& router, Context& context) {
    const auto read = http::may_within("asset.read"), write = http::may_within("asset.write");
    router.post<SuccessionInput, SuccessionDone>(
        "/api/v1/successions",
        {"registry.successions.create", write, "Ends works and names what follows them"},
        [&context](http::Call& call, const SuccessionInput& in) { return begin(context, call, in); });
    router.get<http::Nothing, SuccessionList>(
        "/api/v1/assets/{id}/successions",
        {"registry.successions.list", read, "What an asset came from and what followed it"},
        [&context](http::Call& call, const http::Nothing&) {
            return list(context, call, call.path_id("id"));
        });
    router.post<SuccessionRevoke, http::Nothing>(
        "/api/v1/successions/{id}/revoke",
        {"registry.successions.revoke", write, "Takes back one that was recorded by mistake", {}, false},
        [&context](http::Call& call, const SuccessionRevoke& in) -> task<void> {
            const std::int64_t id = call.path_id("id");
            const auto body = [&](db::Session& tx) -> task<void> {
                co_await revoke_in(tx, context, call, id, in);
            };
            co_await context.platform.db.transaction(body);
            context.changed();
        });
}

}  // namespace hatang::registry
