#include "registry/assets/change_core.hpp"
#include "registry/assets/checks.hpp"
#include "registry/assets/queries.hpp"
#include "registry/assets/write_steps.hpp"
#include "registry/identity/issue.hpp"

namespace hatang::registry {
namespace {

bool any_of(const std::vector<std::string_view>& fields, std::initializer_list<std::string_view> wanted) {
    for (const std::string_view field : fields)
        for (const std::string_view one : wanted)
            if (field == one) return true;
    return false;
}

}  // namespace

task<AssetView> change_asset(db::Session& session, Context& context, const http::Call& call, std::int64_t id,
                             AssetPatch patch) {
    const db::Rows locked = co_await session.run(sql::lock_asset, id);
    const AssetView before = co_await load_asset(session, context, id);
    if (!security::scope(call.who, "asset.read").allows(before.key()))
        throw Error(Code::not_found, "id", {"asset " + std::to_string(id)});
    check_may_write(call.who, before);
    call.check_version(locked.front().integer("version"));
    const security::Actor actor = security::actor_of(call);
    const catalogue::AssetClass& c = context.class_of(before.class_key, "/class");
    const Instant now = context.platform.clock.now();
    const Instant valid_from = patch.valid_from.value_or(now);
    check_valid_from(valid_from, now);

    const AssetInput old = input_of(before);
    AssetInput in = apply_patch(old, patch);
    check_content(in);
    check_codes_kept(context, old.identifiers, in.identifiers);
    std::optional<std::string> geometry;
    if (patch.geometry.given) {
        geometry =
            co_await check_asset_geometry(session, c, in.geometry_json, patch.crs.value_or("EPSG:4326"));
        in.geometry_json = geometry.value_or("");
    }
    const std::vector<std::string_view> fields = changed_fields(old, in);
    if (fields.empty()) co_return before;

    if (any_of(fields, {"attributes"})) check_attributes(context, c, in.attributes_json);
    if (any_of(fields, {"parent_id"}) && in.parent_id) {
        co_await session.run(sql::lock_hierarchy);
        co_await check_parent(session, *in.parent_id, before.level, id, &call.who);
    }
    const std::string identifiers = identifiers_json(in.identifiers, in.class_key);
    const bool renamed = any_of(fields, {"identifiers"});
    if (renamed) co_await check_identifiers_free(session, identifiers, id, &call.who);

    std::vector<db::Session::Statement> writes;
    writes.push_back({sql::update_asset,
                      {id, in.parent_id, in.name, in.name_en, in.other_names, folded_names(in), in.status,
                       in.grade, in.owner_id, in.operator_id, in.address, in.attributes_json,
                       any_of(fields, {"geometry"}), geometry, in.source, valid_from, now, *in.sensitivity}});
    if (renamed) {
        writes.push_back({sql::delete_identifiers, {id}});
        writes.push_back({sql::insert_identifiers, {id, identifiers}});
    }
    writes.push_back({sql::record_version, {id, actor.user_id, actor.name, patch.reason}});
    const Titles titles = change_titles(fields);
    writes.push_back(history_entry({id, "asset_changed", titles.vi, titles.en, {}, {}, now}, actor));
    if (in.class_key == "ward" && any_of(fields, {"geometry", "attributes", "status"}))
        writes.push_back({sql::refresh_wards, {}});
    co_await run_writes(session, std::move(writes), in);

    const AssetView after = co_await load_asset(session, context, id);
    check_may_write(call.who, after);  // nobody moves an asset out of their own reach
    security::Change change{
        "asset.change", "asset", id, json::to_json(before), json::to_json(after), patch.reason.value_or("")};
    co_await context.security.audit(session, actor, std::move(change));
    co_await emit_changed(session, context,
                          {id, after.version, after.class_key, after.domain, after.lon, after.lat});
    co_return after;
}

}  // namespace hatang::registry
