#include "registry/assets/checks.hpp"
#include "registry/assets/queries.hpp"
#include "registry/assets/write_steps.hpp"
#include "registry/identity/issue.hpp"

namespace hatang::registry {
namespace {

std::vector<db::Param> insert_params(const AssetInput& in, const catalogue::AssetClass& c,
                                     const std::optional<std::string>& geometry, Instant valid_from,
                                     Instant now) {
    return {in.class_key,
            c.domain,
            to_text(c.level),
            in.parent_id,
            in.name,
            in.name_en,
            in.other_names,
            folded_names(in),
            in.status,
            in.grade,
            in.owner_id,
            in.operator_id,
            in.address,
            in.attributes_json,
            geometry,
            in.generated,
            in.source,
            valid_from,
            now,
            in.sensitivity ? std::string_view(*in.sensitivity) : security::to_text(c.sensitivity)};
}

}  // namespace

task<void> emit_changed(db::Session& session, Context& context, AssetPlace place) {
    json::Writer w;
    w.begin_object().field("id", place.id).field("version", place.version);
    w.field("class", place.class_key).field("domain", place.domain);
    if (place.lon && place.lat) w.field("lon", *place.lon).field("lat", *place.lat);
    w.end_object();
    const std::string key = std::to_string(place.id);
    co_await context.platform.events.emit(session, "asset.changed", key, w.text());
}

task<std::int64_t> create_asset(db::Session& session, Context& context, AssetDraft draft,
                                security::Actor actor, const http::Principal* who) {
    AssetInput& in = draft.input;
    const catalogue::AssetClass& c = context.class_of(in.class_key, "/class");
    const Instant now = context.platform.clock.now();
    const Instant valid_from = draft.valid_from.value_or(now);
    check_content(in);
    check_codes_kept(context, {}, in.identifiers);
    check_valid_from(valid_from, now);
    check_attributes(context, c, in.attributes_json);
    const std::optional<std::string> geometry =
        co_await check_asset_geometry(session, c, in.geometry_json, draft.crs);
    const std::string level(to_text(c.level));
    if (in.parent_id) co_await check_parent(session, *in.parent_id, level, 0, who);
    const std::string identifiers = identifiers_json(in.identifiers, in.class_key);
    if (!in.identifiers.empty()) co_await check_identifiers_free(session, identifiers, 0, who);

    std::vector<db::Session::Statement> insert;
    insert.push_back({sql::insert_asset, insert_params(in, c, geometry, valid_from, now)});
    const std::vector<db::Rows> inserted = co_await run_writes(session, std::move(insert), in);
    const std::int64_t id = inserted[0].front().integer("id");

    std::vector<db::Session::Statement> rest;
    if (!in.identifiers.empty()) rest.push_back({sql::insert_identifiers, {id, identifiers}});
    rest.push_back({sql::record_version, {id, actor.user_id, actor.name, std::nullopt}});
    rest.push_back(
        history_entry({id, "asset_created", "Lập hồ sơ công trình", "Asset registered", {}, {}, now}, actor));
    if (in.class_key == "ward") rest.push_back({sql::refresh_wards, {}});
    co_await run_writes(session, std::move(rest), in);

    const AssetView after = co_await load_asset(session, context, id);
    if (who) check_may_write(*who, after);
    security::Change change{"asset.create", "asset", id, {}, json::to_json(after), {}};
    co_await context.security.audit(session, actor, std::move(change));
    co_await emit_changed(session, context, {id, 1, in.class_key, c.domain, after.lon, after.lat});
    co_return id;
}

}  // namespace hatang::registry
