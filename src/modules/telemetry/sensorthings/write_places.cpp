// HistoricalLocations that were posted: changed and removed. Where the work was is told anew by the register,
// whose history keeps what it said before.
#include "telemetry/sensorthings/queries.hpp"
#include "telemetry/sensorthings/write_entities.hpp"

namespace hatang::telemetry::sta {
namespace {

// A place of a work that was posted: since when, and those around it.
struct PostedPlace {
    std::int64_t id = 0, asset_id = 0;
    Instant since, before;
    std::optional<Instant> next;
    std::string geojson;
};

[[noreturn]] void refuse_place(const Writing& w) {
    throw Error(Code::method_not_allowed, {}, {std::string(http::to_text(w.call.request.method))});
}

task<PostedPlace> require_place(Writing& w, std::int64_t id) {
    const std::string path = entity_path(Set::historical_locations, id);
    const db::Rows rows = co_await w.tx.run(sql::posted_place, id);
    if (rows.empty()) {
        const db::Rows own = co_await w.tx.run(sql::known_place, id);
        if (own.empty()) throw_unknown(Set::historical_locations, id);
        co_await w.state.registry.require(w.call.who, "asset.read", "asset.write",
                                          own.front().maybe_integer("asset_id"), path);
        refuse_place(w);  // what the register itself knows of the past stays
    }
    const db::Row row = rows.front();
    co_await w.state.registry.require(w.call.who, "asset.read", "asset.write", row.maybe_integer("asset_id"),
                                      path);
    // Nobody knows where it was before, so it cannot have come from there.
    if (row.is_null("before")) refuse_place(w);
    co_return PostedPlace{.id = id,
                          .asset_id = row.integer("asset_id"),
                          .since = row.instant("since"),
                          .before = row.instant("before"),
                          .next = row.maybe_instant("next"),
                          .geojson = std::string(row.text("geojson"))};
}

std::string place_json(const PostedPlace& place) {
    json::Writer w;
    w.begin_object()
        .field("since", to_rfc3339(place.since))
        .raw_field("geometry", place.geojson)
        .end_object();
    return w.take();
}

task<void> record_place(Writing& w, const PostedPlace& before, std::string after) {
    co_await w.state.registry.record_correction(w.tx, before.asset_id, place_json(before), std::move(after),
                                                w.actor);
    w.works = true;
}

}  // namespace

task<void> change_historical_location(Writing& w, std::int64_t id, const HistoricalLocationChange& in) {
    const PostedPlace place = co_await require_place(w, id);
    if (in.thing && link_of(*in.thing, "/Thing") != place.asset_id)
        throw Error(Code::invalid_value, "/Thing",
                    {in.thing->json.substr(0, 100), std::to_string(place.asset_id)});
    PostedPlace now = place;
    if (in.time) {
        const json::Document time = json::parse(in.time->json);
        now.since = json::read_instant(time.root().text("/time"), "/time");
        const Instant clock = w.state.platform.clock.now();
        if (now.since > clock) throw Error(Code::time_in_future, "/time", {to_rfc3339(now.since), "0"});
        if (now.since <= place.before || (place.next && now.since >= *place.next))
            throw Error(Code::invalid_value, "/time",
                        {to_rfc3339(now.since), "> " + to_rfc3339(place.before) +
                                                    (place.next ? ", < " + to_rfc3339(*place.next) : "")});
    }
    if (in.locations) {
        if (in.locations->empty()) throw Error(Code::missing_field, "/Locations", {"Locations"});
        const auto location = inline_entity<LocationEntity>(in.locations->front(), "/Locations/0");
        now.geojson = co_await inside("/Locations/0",
                                      shape_of(w.tx, location.encoding_type, location.location, "/location"));
        const db::Rows kind = co_await w.tx.run(sql::same_kind, place.asset_id, now.geojson);
        if (!kind.front().maybe_boolean("same").value_or(true))
            throw Error(Code::invalid_value, "/Locations/0/location/type",
                        {"another kind", "that of the work"});
    }
    if (place_json(now) == place_json(place)) co_return;
    using Correction = registry::Registry::PlaceCorrection;
    registry::Registry& registry = w.state.registry;
    if (now.since != place.since) {
        const Correction moved = now.since < place.since ? Correction{now.since, place.since, place.since}
                                                         : Correction{place.since, now.since, place.before};
        co_await registry.correct_place(w.tx, place.asset_id, moved, w.actor);
        co_await registry.keep_place_id(w.tx, place.asset_id, id, now.since);
    }
    if (in.locations) {
        const Correction other{now.since, place.next, now.since, now.geojson};
        co_await registry.correct_place(w.tx, place.asset_id, other, w.actor);
        const db::Rows still = co_await w.tx.run(sql::posted_place, id);
        if (still.empty())
            throw Error(Code::invalid_value, "/Locations/0/location", {"same place", "another place"});
    }
    co_await record_place(w, place, place_json(now));
}

task<void> remove_historical_location(Writing& w, std::int64_t id) {
    const PostedPlace place = co_await require_place(w, id);
    const registry::Registry::PlaceCorrection stayed{place.since, place.next, place.before};
    co_await w.state.registry.correct_place(w.tx, place.asset_id, stayed, w.actor);
    co_await w.tx.run(sql::forget_place, id);
    co_await record_place(w, place, {});
}

}  // namespace hatang::telemetry::sta
