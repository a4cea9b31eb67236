// Where works were, told anew (schema/0020): what was believed before stays on record.
#include "registry/assets/queries.hpp"
#include "registry/assets/store.hpp"
#include "registry/assets/write_steps.hpp"

namespace hatang::registry {
namespace {

constexpr db::Query correct_place_of{
    "registry.correct_place",
    "select registry_api.correct_place($1, $2, $3, coalesce(st_geomfromgeojson($5::text), (select p.geom "
    "from registry_api.asset_place p where p.asset_id = $1 and p.since = $4)), $6, $7, $8, null)"};
constexpr db::Query keep_place_id_of{"registry.keep_place_id",
                                     "select registry_api.keep_place_id($1, $2, $3)"};

}  // namespace

task<void> Registry::correct_place(db::Session& session, std::int64_t id, PlaceCorrection c,
                                   security::Actor actor) {
    const Instant now = state_->platform.clock.now();
    co_await session.run(correct_place_of, id, c.from, c.to, c.like, c.geometry_json, now, actor.user_id,
                         actor.name);
}

task<void> Registry::keep_place_id(db::Session& session, std::int64_t id, std::int64_t place_id,
                                   Instant since) {
    co_await session.run(keep_place_id_of, id, place_id, since);
}

task<void> Registry::record_correction(db::Session& session, std::int64_t id, std::string before_json,
                                       std::string after_json, security::Actor actor) {
    security::Change change{.action = "asset.place",
                            .entity = "asset",
                            .entity_id = id,
                            .before = std::move(before_json),
                            .after = std::move(after_json),
                            .reason = {}};
    co_await state_->security.audit(session, actor, std::move(change));
    const HistoryEntry entry{.asset_id = id,
                             .kind = "asset_changed",
                             .title_vi = "Sửa vị trí trước đây",
                             .title_en = "A place of the past was corrected",
                             .link_kind = {},
                             .link_id = {},
                             .at = state_->platform.clock.now()};
    co_await add_history(session, entry, actor);
    const db::Rows rows = co_await session.run(sql::summary_by_id, id);
    const db::Row row = rows.front();
    co_await emit_changed(session, *state_,
                          {id, row.integer("version"), row.text("class_key"), row.text("domain"),
                           row.maybe_number("lon"), row.maybe_number("lat")});
}

}  // namespace hatang::registry
