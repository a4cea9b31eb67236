// POST /api/v1/successions, GET /api/v1/assets/{id}/successions, POST /api/v1/successions/{id}/revoke
//
// One act, one transaction: predecessors are retired on the day or go on with another shape, new successors
// are registered, the links, the lines of history, the audit row and the events are written together or not
// at all.
#include <algorithm>

#include "registry/assets/change_core.hpp"
#include "registry/assets/filter.hpp"
#include "registry/assets/queries.hpp"
#include "registry/assets/store.hpp"
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

template <class Work>
std::vector<std::int64_t> ids_of(const std::vector<Work>& works) {
    std::vector<std::int64_t> ids;
    for (const Work& work : works) ids.push_back(work.id);
    return ids;
}

struct Part {
    std::int64_t id = 0;
    std::string role;
    std::optional<std::string> status_before = {};
    std::optional<std::int64_t> version_before = {}, version_after = {};
};

// One that was put back into service by hand has an act that is to be revoked first.
task<void> check_lives(db::Session& tx, const AssetView& asset) {
    const db::Rows ended = co_await tx.run(sql::has_ended, asset.id);
    if (asset.status == "retired" || ended.front().boolean("ended"))
        throw Error(Code::work_has_ended, "/predecessors", {asset.name});
}

// A predecessor that ends on the day, but never before what is known of it begins.
task<Part> retire(db::Session& tx, Context& context, const http::Call& call, const SuccessionWork& work,
                  const SuccessionInput& in, Instant since) {
    co_await tx.run(sql::lock_asset, work.id);
    const AssetView before = co_await load_asset(tx, context, work.id);
    AssetPatch patch;
    patch.status = "retired";
    patch.reason = in.reason;
    patch.valid_from = std::max(since, before.valid_from);
    co_await change_part(tx, context, call, work.id, work.version, std::move(patch));
    co_await check_lives(tx, before);
    co_return Part{work.id, "predecessor", before.status};
}

// A predecessor that goes on, with another shape where one is given.
task<Part> keep(db::Session& tx, Context& context, const http::Call& call, const SuccessionWork& work,
                const SuccessionNext& next, const SuccessionInput& in, Instant since) {
    co_await tx.run(sql::lock_asset, work.id);
    const AssetView before = co_await load_asset(tx, context, work.id);
    AssetPatch patch;
    if (next.geometry) patch.geometry = {true, next.geometry};
    patch.reason = in.reason;
    patch.valid_from = std::max(since, before.valid_from);
    const AssetView after = co_await change_part(tx, context, call, work.id, work.version, std::move(patch));
    co_await check_lives(tx, before);
    if (next.version != work.version)
        throw Error(Code::precondition_failed, "/successors", {std::to_string(before.version)});
    co_return Part{work.id, "kept", {}, before.version, after.version};
}

// A new successor begins as a copy of what it follows: class, owner, operator, whole, attributes. It stands
// in the same place when it replaces one work; parts and unions are drawn by a person, now or later.
task<std::int64_t> register_new(db::Session& tx, Context& context, const http::Call& call,
                                const AssetView& like, const SuccessionNew& wanted, bool same_place,
                                Instant since) {
    AssetDraft draft;
    draft.input = input_of(like);
    if (wanted.name != like.name) draft.input.name_en.reset();
    draft.input.name = wanted.name;
    draft.input.other_names.clear();
    draft.input.identifiers.clear();
    if (like.status == "retired") draft.input.status = "in_service";
    if (!same_place) draft.input.geometry_json.clear();
    if (wanted.geometry) draft.input.geometry_json = wanted.geometry->json;
    draft.valid_from = since;
    const Actor actor = security::actor_of(call);
    const std::int64_t id = co_await create_asset(tx, context, std::move(draft), actor, &call.who);
    co_return id;
}

// An existing successor: the person may write it, it has not ended, and it does not come after itself.
task<void> check_successor(db::Session& tx, Context& context, const http::Call& call,
                           const SuccessionNext& work, std::vector<std::int64_t> predecessors) {
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
    if (work.geometry)
        throw Error(Code::invalid_value, "/successors", {"geometry", "of a work among the predecessors"});
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

const SuccessionNext* named(const std::vector<SuccessionNext>& works, std::int64_t id) {
    const auto found = std::ranges::find(works, id, &SuccessionNext::id);
    return found == works.end() ? nullptr : &*found;
}

SuccessionTitles title_of(const Part& part, const SuccessionInput& in, std::size_t successors) {
    if (part.role == "predecessor") return ended_title(in.kind, successors);
    if (part.role == "successor") return begun_title(in.kind, in.predecessors.size());
    return kept_title(in.kind, in.kind == "split" ? successors - 1 : in.predecessors.size() - 1);
}

task<SuccessionDone> record(db::Session& tx, Context& context, const http::Call& call,
                            const SuccessionInput& in, Instant since) {
    const std::vector<std::int64_t> predecessors = ids_of(in.predecessors);
    std::vector<Part> parts;
    bool goes_on = false;
    for (const SuccessionNext& work : in.successors)
        if (std::ranges::find(predecessors, work.id) == predecessors.end())
            co_await check_successor(tx, context, call, work, predecessors);
    for (const SuccessionWork& work : in.predecessors) {
        const SuccessionNext* next = named(in.successors, work.id);
        Part part;
        if (next)
            part = co_await keep(tx, context, call, work, *next, in, since);
        else
            part = co_await retire(tx, context, call, work, in, since);
        if (next) goes_on = true;
        parts.push_back(std::move(part));
    }
    std::vector<std::int64_t> successors = ids_of(in.successors);
    for (const std::int64_t id : successors)
        if (std::ranges::find(predecessors, id) == predecessors.end()) parts.push_back({id, "successor"});
    const AssetView like = co_await load_asset(tx, context, predecessors.front());
    for (const SuccessionNew& fresh : in.new_successors) {
        const std::int64_t id =
            co_await register_new(tx, context, call, like, fresh, in.kind == "replace", since);
        successors.push_back(id);
        // What came off a work that goes on ends again when that is taken back.
        parts.push_back({id, "successor", {}, {}, goes_on ? std::optional<std::int64_t>(1) : std::nullopt});
    }
    const db::Rows made = co_await tx.run(sql::insert_succession, in.kind, in.day, in.reason,
                                          context.platform.clock.now(), call.who.name);
    SuccessionDone done;
    done.id = made.front().integer("id");
    done.successors = successors;
    for (const Part& part : parts) {
        co_await tx.run(sql::insert_succession_part, done.id, part.id, part.role, part.status_before,
                        part.version_before, part.version_after);
        const std::vector<std::int64_t>& others = part.role == "successor" ? predecessors : successors;
        SuccessionTitles titles = title_of(part, in, successors.size());
        const std::optional<std::int64_t> other = part.role == "kept" ? std::nullopt : only(others);
        co_await tell_part(tx, context, call, part.id, std::move(titles), other);
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
    std::ranges::sort(in.successors, {}, &SuccessionNext::id);
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
    if (key.empty() || !reads.allows(security::asset_key(key.front())))
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

// What puts a work back to before the act; nothing when it stays. Throws precondition_failed when somebody
// has changed since what the act drew.
task<std::optional<AssetPatch>> way_back(db::Session& tx, const db::Row& part, const AssetView& now) {
    AssetPatch patch;
    const std::string_view role = part.text("role");
    if (role == "predecessor") {
        if (now.status != "retired") co_return std::nullopt;
        patch.status = part.text("status_before");
        co_return patch;
    }
    if (part.is_null("version_after")) co_return std::nullopt;
    if (now.version != part.integer("version_after"))
        throw Error(Code::precondition_failed, {}, {std::to_string(now.version)});
    if (role == "successor") {
        patch.status = "retired";
        co_return patch;
    }
    const std::int64_t before = part.integer("version_before");
    if (before == now.version) co_return std::nullopt;
    const db::Rows rows = co_await tx.run(sql::shape_of_version, now.id, before);
    patch.geometry.given = true;
    if (!rows.front().is_null("geometry"))
        patch.geometry.value = json::Raw{std::string(rows.front().text("geometry"))};
    co_return patch;
}

// Takes an act back that was recorded by mistake: the predecessors live on as they were, in the shape they
// had. What was registered as a successor stays, for it is a work of its own by now, unless it was cut off a
// work that goes on: it would lie there twice.
task<SuccessionRevoked> revoke_in(db::Session& tx, Context& context, const http::Call& call, std::int64_t id,
                                  const SuccessionRevoke& in) {
    const std::string what = "succession " + std::to_string(id);
    const db::Rows act = co_await tx.run(sql::lock_succession, id);
    if (act.empty()) throw Error(Code::not_found, "id", {what});
    if (!act.front().is_null("revoked_at")) throw Error(Code::invalid_transition, {}, {"revoke", "revoked"});
    const db::Rows parts = co_await tx.run(sql::succession_parts, id);
    // Who may not write all of its works may not take it back; who reads none of them does not know of it.
    for (const db::Row part : parts) {
        const db::Rows key = co_await tx.run(sql::asset_key, part.integer("asset_id"));
        if (!security::scope(call.who, "asset.read").allows(security::asset_key(key.front())))
            throw Error(Code::not_found, "id", {what});
        if (!security::scope(call.who, "asset.write").allows(security::asset_key(key.front())))
            throw Error(Code::forbidden, {}, {"asset.write"});
    }
    const Instant now = context.platform.clock.now();
    co_await tx.run(sql::revoke_succession, id, now, call.who.name, in.reason);
    SuccessionRevoked revoked;
    for (const db::Row part : parts) {
        const std::int64_t asset = part.integer("asset_id");
        co_await tx.run(sql::lock_asset, asset);
        AssetView now_is = co_await load_asset(tx, context, asset);
        std::optional<AssetPatch> patch = co_await way_back(tx, part, now_is);
        if (patch) {
            patch->reason = in.reason;
            const std::int64_t seen = now_is.version;
            now_is = co_await change_part(tx, context, call, asset, seen, *std::move(patch));
        }
        revoked.works.push_back({asset, now_is.version});
        SuccessionTitles titles{"Hủy ghi nhận tách, gộp, thay thế", "Succession revoked"};
        co_await tell_part(tx, context, call, asset, std::move(titles), std::nullopt);
    }
    security::Change change{"asset.succession_revoke", "succession", id, {}, json::to_json(in), in.reason};
    co_await context.security.audit(tx, security::actor_of(call), std::move(change));
    co_return revoked;
}

}  // namespace

void add_succession_routes(http::Router& router, Context& context) {
    const auto read = http::may_within("asset.read"), write = http::may_within("asset.write");
    const http::RouteLimits large{.body_bytes_max = limits::body_bytes_max};
    router.post<SuccessionInput, SuccessionDone>(
        "/api/v1/successions",
        {"registry.successions.create", write,
         "Ends works, or lets one go on with another shape, and names what follows them", large},
        [&context](http::Call& call, const SuccessionInput& in) { return begin(context, call, in); });
    router.get<http::Nothing, SuccessionList>(
        "/api/v1/assets/{id}/successions",
        {"registry.successions.list", read, "What an asset came from and what followed it"},
        [&context](http::Call& call, const http::Nothing&) {
            return list(context, call, call.path_id("id"));
        });
    router.post<SuccessionRevoke, SuccessionRevoked>(
        "/api/v1/successions/{id}/revoke",
        {"registry.successions.revoke", write, "Takes back one that was recorded by mistake", {}, false},
        [&context](http::Call& call, const SuccessionRevoke& in) -> task<SuccessionRevoked> {
            const std::int64_t id = call.path_id("id");
            const auto body = [&](db::Session& tx) -> task<SuccessionRevoked> {
                co_return co_await revoke_in(tx, context, call, id, in);
            };
            SuccessionRevoked revoked = co_await context.platform.db.transaction(body);
            context.changed();
            co_return revoked;
        });
}

}  // namespace hatang::registry
