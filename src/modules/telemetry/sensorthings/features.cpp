#include "telemetry/sensorthings/features.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "geo/geometry.hpp"
#include "telemetry/record_change.hpp"
#include "telemetry/sensors/queries.hpp"
#include "telemetry/sensorthings/limits.hpp"
#include "telemetry/sensorthings/own_properties.hpp"
#include "telemetry/sensorthings/queries.hpp"
#include "telemetry/sensorthings/tables.hpp"
#include "telemetry/sensorthings/write_entities.hpp"

namespace hatang::telemetry::sta {
namespace {

constexpr std::string_view feature_entity = "feature_of_interest";

std::string row_json(const db::Row& row) {
    json::Writer w;
    w.begin_object().field("name", row.text("name")).field("description", row.text("description"));
    if (const auto asset = row.maybe_integer("asset_id")) w.field("asset_id", *asset);
    w.field("encodingType", row.text("encoding_type")).raw_field("feature", row.text("feature"));
    w.raw_field("properties", row.text("properties")).end_object();
    return w.take();
}

security::Change change_of_feature(std::string_view action, std::int64_t id, std::string before,
                                   std::string after) {
    return {.action = action,
            .entity = feature_entity,
            .entity_id = id,
            .before = std::move(before),
            .after = std::move(after),
            .reason = {}};
}

// The work in whose scope a feature is to be.
task<void> require_work(Writing& w, std::optional<std::int64_t> asset) {
    co_await w.require_asset(asset, OwnProperties::where("asset"));
    if (!asset) co_return;
    const db::Rows rows = co_await w.tx.run(telemetry::sql::asset_exists, *asset);
    if (rows.empty())
        throw Error(Code::unknown_asset, OwnProperties::where("asset"), {std::to_string(*asset)});
}

// What came with an Observation is made once: who sends the same again means the same.
struct NewFeature {
    const FeatureEntity& entity;
    std::optional<std::int64_t> asset_id;
    std::string properties;
    bool once = false;
};
task<std::int64_t> add_feature(Telemetry::State& state, db::Session& tx, NewFeature in,
                               security::Actor actor) {
    const FeatureEntity& e = in.entity;
    const std::string geojson = co_await shape_of(tx, e.encoding_type, e.feature, "/feature");
    std::optional<std::string> content;
    if (in.once) {
        json::Writer w;
        w.begin_array().value(in.asset_id.value_or(0)).value(e.name).value(e.description);
        w.value(e.encoding_type).raw(e.feature.json).raw(in.properties).end_array();
        content = sha256_hex(w.text());
    }
    const db::Rows rows = co_await tx.run(sql::insert_feature, in.asset_id, e.name, e.description,
                                          e.encoding_type, e.feature.json, geojson, in.properties, content);
    if (rows.empty()) {
        const db::Rows known = co_await tx.run(sql::feature_of_content, content);
        co_return known.front().integer("id");
    }
    const std::int64_t id = rows.front().integer("id");
    security::Change change = change_of_feature("feature_of_interest.create", id, {}, row_json(rows.front()));
    co_await record_change(state, tx, std::move(change), actor);
    co_return id;
}

Error unknown_feature(const FeatureWanted& wanted) {
    return Error(Code::invalid_value, wanted.where,
                 {std::to_string(wanted.posted->feature_id.value_or(0)), "FeaturesOfInterest"});
}

task<std::int64_t> made_with(Telemetry::State& state, db::Session& tx, const FeatureWanted& wanted,
                             security::Actor actor) {
    const PostedObservation& posted = *wanted.posted;
    try {
        const json::Document document = json::parse(*posted.feature);
        const auto entity = json::read<FeatureEntity>(document.root());
        OwnProperties own(entity.properties);
        own.pass_over("asset");  // it is that of the datastream
        const NewFeature made{entity, wanted.stream->about.asset_id, own.rest(), true};
        const std::int64_t id = co_await add_feature(state, tx, made, actor);
        co_return id;
    } catch (Error& e) {
        e.where = wanted.where + e.where;
        throw;
    }
}

// Which of these may be linked by somebody to readings of a work.
class Linkable {
  public:
    explicit Linkable(const db::Rows& rows) : rows_(rows) {
        for (const db::Row row : rows_) by_id_.emplace(row.integer("id"), row);
    }
    bool may(std::int64_t id, std::optional<std::int64_t> asset_of_stream, const http::Principal* who) const {
        const auto found = by_id_.find(id);
        if (found == by_id_.end()) return false;
        const std::optional<std::int64_t> asset = found->second.maybe_integer("asset_id");
        if (!asset || asset == asset_of_stream) return true;
        return who && !found->second.is_null("domain") &&
               security::scope(*who, "telemetry.ingest").allows(security::asset_key(found->second));
    }

  private:
    const db::Rows& rows_;
    std::map<std::int64_t, db::Row> by_id_;
};

// The row of a feature of its own, locked, for who may write there.
task<db::Rows> require_feature_row(Writing& w, std::int64_t id) {
    if (id < own_feature_ids)
        throw Error(Code::method_not_allowed, {}, {std::string(http::to_text(w.call.request.method))});
    const db::Rows rows = co_await w.tx.run(sql::feature_for_update, id);
    if (rows.empty()) throw_unknown(Set::features_of_interest, id);
    co_await w.require_row(rows.front().maybe_integer("asset_id"),
                           entity_path(Set::features_of_interest, id));
    w.call.check_version(rows.front().integer("version"));
    co_return rows;
}

}  // namespace

task<std::string> shape_of(db::Session& tx, std::string encoding_type, json::Raw place, std::string where) {
    const std::string text = geometry_of(encoding_type, place, where);
    const json::Document document = json::parse(text);
    const geo::Geometry read = geo::read_geometry(document.root(), where).value();
    const db::Rows rows = co_await tx.run(sql::feature_shape, read.geojson);
    if (!rows.front().boolean("valid"))
        throw Error(Code::invalid_geometry, where, {std::string(rows.front().text("reason"))});
    co_return read.geojson;
}

task<void> settle_features(Telemetry::State& state, db::Session& tx, const http::Call* call,
                           std::vector<FeatureWanted>& wanted) {
    const security::Actor actor = call ? security::actor_of(*call) : security::system_actor("mqtt");
    std::vector<std::int64_t> ids;
    for (const FeatureWanted& one : wanted)
        if (one.posted->feature_id) ids.push_back(*one.posted->feature_id);
    db::Rows rows;
    if (!ids.empty()) rows = co_await tx.run(sql::features_to_link, ids);
    const Linkable linkable(rows);
    for (FeatureWanted& one : wanted) {
        if (one.error) continue;
        PostedObservation& posted = *one.posted;
        try {
            if (posted.feature)
                posted.own_feature = co_await made_with(state, tx, one, actor);
            else if (linkable.may(*posted.feature_id, one.stream->about.asset_id,
                                  call ? &call->who : nullptr))
                posted.own_feature = *posted.feature_id;
            else
                throw unknown_feature(one);
        } catch (const Error& e) {
            if (e.code == Code::unavailable || e.code == Code::timeout) throw;
            one.error = e;
        }
    }
    state.own_features = true;
    for (FeatureWanted& one : wanted)
        if (state.ending_features.contains(one.posted->own_feature)) one.error = unknown_feature(one);
}

task<void> find_features(Telemetry::State& state, const http::Call* call,
                         std::vector<FeatureWanted>& wanted) {
    if (wanted.empty()) co_return;
    const auto body = [&](db::Session& tx) -> task<void> {
        co_await settle_features(state, tx, call, wanted);
        for (const FeatureWanted& one : wanted)
            if (one.error) throw *one.error;
    };
    co_await state.platform.db.transaction(body);
    for (const FeatureWanted& one : wanted)
        if (state.ending_features.contains(one.posted->own_feature)) throw unknown_feature(one);
}

task<std::int64_t> make_feature(Writing& w, const FeatureEntity& in) {
    OwnProperties own(in.properties);
    const std::optional<std::int64_t> asset = own.integer("asset");
    co_await require_work(w, asset);
    const NewFeature made{in, asset, own.rest()};
    const std::int64_t id = co_await add_feature(w.state, w.tx, made, w.actor);
    co_return id;
}

task<void> change_feature(Writing& w, std::int64_t id, const FeatureChange& in, bool whole) {
    const db::Rows rows = co_await require_feature_row(w, id);
    const db::Row old = rows.front();
    std::optional<std::int64_t> asset = old.maybe_integer("asset_id");
    std::string properties(old.text("properties"));
    if (in.properties || whole) {
        OwnProperties own(in.properties);
        const json::Patch<std::int64_t> named = own.integer_patch("asset");
        if (named.given && named.value != asset) {
            asset = named.value;
            co_await require_work(w, asset);
        }
        properties = own.rest();
    }
    const std::string name = in.name.value_or(std::string(old.text("name"))),
                      description = in.description.value_or(std::string(old.text("description"))),
                      type = in.encoding_type.value_or(std::string(old.text("encoding_type"))),
                      feature = in.feature ? in.feature->json : std::string(old.text("feature"));
    std::optional<std::string> geojson;
    if (in.feature || in.encoding_type) {
        const json::Raw raw{feature};
        geojson = co_await shape_of(w.tx, type, raw, "/feature");
    }
    const db::Rows now = co_await w.tx.run(sql::update_feature, id, asset, name, description, type, feature,
                                           geojson, properties);
    security::Change change =
        change_of_feature("feature_of_interest.change", id, row_json(old), row_json(now.front()));
    co_await record_change(w.state, w.tx, std::move(change), w.actor);
}

task<void> remove_feature(Writing& w, std::int64_t id) {
    const db::Rows rows = co_await require_feature_row(w, id);
    const db::Rows streams = co_await w.tx.run(sql::feature_of_streams, id);
    if (!streams.empty()) throw Error(Code::method_not_allowed, {}, {"DELETE"});
    const std::int64_t most = sta_limits::feature_readings_deleted_max;
    const db::Rows readings = co_await w.tx.run(sql::readings_of_feature, id, most + 1);
    if (readings.size() > most)
        throw Error(Code::too_many_items, {}, {std::to_string(readings.size()), std::to_string(most)});
    for (const db::Row row : readings)
        co_await remove_reading_at(w, row.integer("datastream_id"), row.instant("t"));
    for (const db::Query& query : sql::delete_feature) co_await w.tx.run(query, id);
    security::Change change = change_of_feature("feature_of_interest.delete", id, row_json(rows.front()), {});
    co_await record_change(w.state, w.tx, std::move(change), w.actor);
}

FeaturesEnd::FeaturesEnd(Telemetry::State& state, std::vector<std::int64_t> features)
    : state_(state), features_(std::move(features)) {
    for (const std::int64_t id : features_) state_.ending_features.insert(id);
}
FeaturesEnd::~FeaturesEnd() {
    for (const std::int64_t id : features_) state_.ending_features.erase(state_.ending_features.find(id));
}

task<void> name_reading(Writing& w, std::int64_t datastream_id, std::int64_t t_us, std::int64_t own_feature) {
    if (own_feature == 0) {
        co_await w.tx.run(sql::unname_reading, datastream_id, Instant{t_us});
        co_return;
    }
    NamedReadings one;
    one.add(datastream_id, {t_us}, own_feature);
    co_await w.tx.run(sql::name_readings, one.datastreams, one.times, one.features);
    co_await w.tx.run(sql::name_streams, one.datastreams, one.features);
}

}  // namespace hatang::telemetry::sta
