#include "registry/identity/issue.hpp"

#include <algorithm>

#include "registry/assets/queries.hpp"
#include "registry/identity/city_code.hpp"
#include "registry/identity/kinds.hpp"
#include "registry/identity/queries.hpp"

namespace hatang::registry {
namespace {

// One work as any change tells of it; many as an import does, one news per class:
// {"class","domain","created","changed","bbox","ids"}.
task<void> tell_of(db::Session& tx, Context& context, std::vector<std::int64_t> ids) {
    if (ids.size() == 1) {
        const AssetView a = co_await load_asset(tx, context, ids.front());
        co_await emit_changed(tx, context, {a.id, a.version, a.class_key, a.domain, a.lon, a.lat});
        co_return;
    }
    const db::Rows rows = co_await tx.run(sql::coded_by_class, ids);
    for (const db::Row row : rows) {
        const std::vector<std::int64_t> of_class = row.integers("ids");
        json::Writer w;
        w.begin_object().field("class", row.text("class_key")).field("domain", row.text("domain"));
        w.field("created", 0).field("changed", of_class.size()).raw_field("bbox", "null");
        w.key("ids").begin_array();
        for (const std::int64_t id : of_class) w.value(id);
        w.end_array().end_object();
        const std::string key(row.text("class_key")), news = w.take();
        co_await context.platform.events.emit(tx, "asset.imported", key, news);
    }
}

std::string codes_json(const std::vector<std::string>& codes, const std::vector<std::int64_t>& ids) {
    json::Writer w;
    w.begin_object();
    for (std::size_t i = 0; i < ids.size(); ++i) w.field(std::to_string(ids[i]), codes[i]);
    w.end_object();
    return w.take();
}

std::string city_day(Instant now) { return to_rfc3339(now + 7 * kHour).substr(0, 10); }

}  // namespace

task<std::vector<std::int64_t>> issue_codes(db::Session& tx, Context& context,
                                            std::vector<std::int64_t> asset_ids, security::Actor actor) {
    const auto wanted = static_cast<std::int64_t>(asset_ids.size());
    if (wanted == 0) co_return asset_ids;
    const Instant now = context.platform.clock.now();
    const db::Rows serials = co_await tx.run(sql::next_serials, wanted);
    std::vector<std::string> fresh;
    for (const db::Row row : serials) fresh.push_back(city_code(row.integer("serial")));
    const db::Rows given = co_await tx.run(sql::insert_codes, fresh, asset_ids, now, actor.name);
    std::vector<std::string> codes;
    std::vector<std::int64_t> ids;
    for (const db::Row row : given) {
        codes.emplace_back(row.text("code"));
        ids.push_back(row.integer("asset_id"));
    }
    if (ids.empty()) co_return ids;
    std::vector<db::Session::Statement> writes;
    writes.push_back({sql::identify_coded, {codes, ids, city_day(now)}});
    writes.push_back({sql::touch_coded, {codes, ids, now}});
    writes.push_back({sql::version_coded, {ids, actor.user_id, actor.name, "Cấp mã tạm"}});
    writes.push_back({sql::tell_coded, {codes, ids, now, actor.name}});
    co_await tx.run_all(std::move(writes));
    const std::int64_t entity = ids.size() == 1 ? ids.front() : 0;
    security::Change change{"asset.issue_code", "asset", entity, {}, codes_json(codes, ids), {}};
    co_await context.security.audit(tx, std::move(actor), std::move(change));
    co_await tell_of(tx, context, ids);
    co_return ids;
}

task<std::string> issue_code(db::Session& tx, Context& context, const http::Call& call,
                             std::int64_t asset_id) {
    co_await tx.run(sql::lock_asset, asset_id);
    const AssetView asset = co_await load_asset(tx, context, asset_id);
    if (!security::scope(call.who, "asset.read").allows(asset.key()))
        throw Error(Code::not_found, "id", {"asset " + std::to_string(asset_id)});
    check_may_write(call.who, asset);
    const db::Rows known = co_await tx.run(sql::code_of_asset, asset_id);
    if (!known.empty()) co_return std::string(known.front().text("code"));
    if (asset.status == "retired") throw Error(Code::invalid_transition, {}, {"issue_code", asset.status});
    const db::Rows national = co_await tx.run(sql::has_national_code, asset_id);
    if (national.front().boolean("given") || asset.class_key == "ward")
        throw Error(Code::has_official_code, {}, {std::to_string(asset_id)});
    if (asset.identifiers.size() >= limits::identifiers_max)
        throw Error(Code::too_many_items, "/identifiers",
                    {std::to_string(asset.identifiers.size() + 1), std::to_string(limits::identifiers_max)});
    std::vector<std::int64_t> one{asset_id};
    const security::Actor actor = security::actor_of(call);
    co_await issue_codes(tx, context, std::move(one), actor);
    const db::Rows given = co_await tx.run(sql::code_of_asset, asset_id);
    co_return std::string(given.front().text("code"));
}

void check_codes_kept(const Context& context, const std::vector<Identifier>& before,
                      const std::vector<Identifier>& after) {
    const auto same = [](const Identifier& a) {
        return [&a](const Identifier& b) { return a.kind == b.kind && a.value == b.value; };
    };
    for (const Identifier& old : before) {
        if (old.kind != city_code_kind) continue;
        const auto kept = std::ranges::find_if(after, same(old));
        if (kept == after.end() || kept->valid_from != old.valid_from || kept->valid_to != old.valid_to)
            throw Error(Code::city_code_kept, "/identifiers", {old.value});
    }
    for (std::size_t i = 0; i < after.size(); ++i) {
        const Identifier& id = after[i];
        if (std::ranges::any_of(before, same(id))) continue;
        const std::string where = json::pointer("/identifiers", i);
        if (id.kind == city_code_kind) throw Error(Code::city_code_not_issued, where + "/value", {id.value});
        if (const auto mask = context.structure_of(id.kind); mask && !fits_mask(*mask, id.value))
            throw Error(Code::invalid_identifier, where + "/value", {id.value, id.kind + " (" + *mask + ")"});
    }
}

}  // namespace hatang::registry
