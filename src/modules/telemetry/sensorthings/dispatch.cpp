#include "telemetry/sensorthings/dispatch.hpp"

#include <algorithm>

#include "telemetry/sensorthings/features.hpp"
#include "telemetry/sensorthings/json_patch.hpp"
#include "telemetry/sensorthings/odata/odata.hpp"
#include "telemetry/sensorthings/readings.hpp"
#include "telemetry/sensorthings/write_entities.hpp"

namespace hatang::telemetry::sta {
namespace {

using http::Method;
using odata::Resource;

json::Document document_of(const Operation& op) {
    if (op.content_type != "application/json" && op.content_type != "application/merge-patch+json")
        throw Error(Code::unsupported_media_type, "Content-Type",
                    {op.content_type.substr(0, 100), "application/json"});
    return json::parse(op.body);
}

template <class T>
T body_of(const Operation& op) {
    const json::Document document = document_of(op);
    return json::read<T>(document.root());
}

// What the readings of a Datastream say of it.
constexpr std::string_view computed[] = {"observedArea", "phenomenonTime", "resultTime"};

// A change that may repeat what the answer had: control information and what is computed are passed over.
template <class T>
T change_of(const Operation& op) {
    constexpr bool of_stream =
        std::is_same_v<T, DatastreamChange> || std::is_same_v<T, MultiDatastreamChange>;
    const json::Document document = document_of(op);
    json::Writer w;
    w.begin_object();
    for (const auto [name, value] : document.root().members()) {
        const bool passed = name.find("@iot.") != name.npos ||
                            (of_stream && std::ranges::find(computed, name) != std::end(computed));
        if (!passed) w.raw_field(name, value.dump());
    }
    w.end_object();
    const json::Document plain = json::parse(w.text());
    return json::read<T>(plain.root());
}

void require(const std::optional<std::string>& field, std::string_view name) {
    if (!field) throw Error(Code::missing_field, "/" + std::string(name), {std::string(name)});
}

[[noreturn]] void refuse_method(Method method) {
    throw Error(Code::method_not_allowed, {}, {std::string(http::to_text(method))});
}

// "Datastreams(1)/Observations" → 1.
std::optional<std::int64_t> key_above(const Resource& resource, Set set) {
    if (resource.parts.size() != 2 || resource.parts.front().set != set) return {};
    return resource.parts.front().key;
}

// The collection that a POST goes to: a set, or one below an entity.
Set collection_of(const Resource& resource, const Operation& op) {
    if (resource.parts.empty() || resource.form != Resource::Form::collection || resource.parts.size() > 2)
        refuse_method(op.method);
    return resource.set();
}

// An Observation posted to the collection of all, or to that of its datastream.
PostedObservation posted_to(const Resource& resource, const Operation& op, Instant now) {
    const auto stream = key_above(resource, Set::datastreams),
               multi = key_above(resource, Set::multi_datastreams),
               feature = key_above(resource, Set::features_of_interest);
    if (resource.parts.size() == 2 && !stream && !multi && !feature) refuse_method(op.method);
    const json::Document document = document_of(op);
    PostedObservation out = read_posted(document.root(), now, multi ? multi : stream, {}, multi.has_value());
    if (feature) name_feature(out, *feature, {});
    return out;
}

task<Done> create(Writing& w, const Resource& resource, const Operation& op) {
    const Set set = collection_of(resource, op);
    const bool below = resource.parts.size() == 2;
    const auto thing = key_above(resource, Set::things);
    std::int64_t id = 0;
    if (set == Set::datastreams) {
        const PathLinks path{thing, key_above(resource, Set::sensors),
                             key_above(resource, Set::observed_properties)};
        const auto in = body_of<DatastreamEntity>(op);
        id = co_await make_datastream(w, in, path);
    } else if (set == Set::multi_datastreams) {
        const PathLinks path{thing, key_above(resource, Set::sensors), {}};
        if (below && !path.thing && !path.sensor) refuse_method(op.method);
        const auto in = body_of<MultiDatastreamEntity>(op);
        id = co_await make_multi_datastream(w, in, path);
    } else if (set == Set::locations && thing) {
        const auto in = body_of<LocationEntity>(op);
        id = co_await make_location(w, *thing, in);
    } else if (set == Set::historical_locations && (thing || !below)) {
        const auto in = body_of<HistoricalLocationEntity>(op);
        id = co_await make_historical_location(w, in, thing);
    } else if (set == Set::observations) {
        const PostedObservation posted = posted_to(resource, op, w.state.platform.clock.now());
        id = co_await make_observation(w, posted);
    } else if (below) {
        refuse_method(op.method);
    } else if (set == Set::things) {
        const auto in = body_of<ThingEntity>(op);
        id = co_await make_thing(w, in);
    } else if (set == Set::sensors) {
        const auto in = body_of<SensorEntity>(op);
        id = co_await make_sensor(w, in, {});
    } else if (set == Set::observed_properties) {
        const auto in = body_of<ObservedPropertyEntity>(op);
        const MadeProperty made = co_await make_observed_property(w, in);
        id = made.id;
    } else if (set == Set::features_of_interest) {
        const auto in = body_of<FeatureEntity>(op);
        id = co_await make_feature(w, in);
    } else {
        refuse_method(op.method);  // a place is of a work
    }
    co_return Done{.status = 201, .made = Entity{set, id}};
}

task<void> change(Writing& w, Set set, std::int64_t id, const Operation& op) {
    const bool whole = op.method == Method::put;
    switch (set) {
        case Set::things: {
            const auto in = change_of<ThingChange>(op);
            if (whole) require(in.name, "name"), require(in.description, "description");
            co_await change_thing(w, id, in);
            co_return;
        }
        case Set::locations: {
            const auto in = change_of<LocationChange>(op);
            co_await change_location(w, id, in);
            co_return;
        }
        case Set::sensors: {
            const auto in = change_of<SensorChange>(op);
            if (whole) {
                require(in.name, "name"), require(in.description, "description");
                require(in.encoding_type, "encodingType");
                if (!in.metadata) throw Error(Code::missing_field, "/metadata", {"metadata"});
            }
            co_await change_sensor_entity(w, id, in, whole);
            co_return;
        }
        case Set::observed_properties: {
            const auto in = change_of<ObservedPropertyChange>(op);
            if (whole) {
                require(in.name, "name"), require(in.definition, "definition");
                require(in.description, "description");
            }
            co_await change_observed_property(w, id, in, whole);
            co_return;
        }
        case Set::datastreams: {
            const auto in = change_of<DatastreamChange>(op);
            if (whole) {
                require(in.name, "name"), require(in.description, "description");
                require(in.observation_type, "observationType");
                if (!in.unit) throw Error(Code::missing_field, "/unitOfMeasurement", {"unitOfMeasurement"});
            }
            co_await change_datastream_entity(w, id, in, whole);
            co_return;
        }
        case Set::multi_datastreams: {
            const auto in = change_of<MultiDatastreamChange>(op);
            if (whole) require(in.name, "name"), require(in.description, "description");
            co_await change_multi_datastream(w, id, in, whole);
            co_return;
        }
        case Set::observations: {
            const auto in = change_of<ObservationChange>(op);
            if (whole && !in.result) throw Error(Code::missing_field, "/result", {"result"});
            co_await change_observation(w, id, in, whole);
            w.corrected.push_back(id);
            co_return;
        }
        case Set::features_of_interest: {
            const auto in = change_of<FeatureChange>(op);
            if (whole) {
                require(in.name, "name"), require(in.description, "description");
                require(in.encoding_type, "encodingType");
                if (!in.feature) throw Error(Code::missing_field, "/feature", {"feature"});
            }
            co_await change_feature(w, id, in, whole);
            co_return;
        }
        case Set::historical_locations: {
            const auto in = change_of<HistoricalLocationChange>(op);
            if (whole && !in.time) throw Error(Code::missing_field, "/time", {"time"});
            co_await change_historical_location(w, id, in);
            co_return;
        }
    }
}

task<void> remove(Writing& w, Set set, std::int64_t id) {
    switch (set) {
        case Set::things:
            co_await remove_thing(w, id);
            co_return;
        case Set::sensors:
            co_await remove_sensor(w, id);
            co_return;
        case Set::observed_properties:
            co_await remove_observed_property(w, id);
            co_return;
        case Set::datastreams:
            co_await remove_datastream(w, id);
            co_return;
        case Set::multi_datastreams:
            co_await remove_multi_datastream(w, id);
            co_return;
        case Set::observations:
            co_await remove_observation(w, id);
            co_return;
        case Set::features_of_interest:
            co_await remove_feature(w, id);
            co_return;
        case Set::historical_locations:
            co_await remove_historical_location(w, id);
            co_return;
        case Set::locations:
            refuse_method(Method::del);
    }
}

Set set_of(const Resource& resource) { return resource.parts.empty() ? Set::things : resource.set(); }

}  // namespace

std::string_view permission_for(const Operation& op) {
    const Set set = set_of(odata::parse_resource(op.path));
    if (set == Set::observations && op.method == Method::post) return "telemetry.ingest";
    const bool of_work = set == Set::things || set == Set::locations || set == Set::historical_locations;
    return of_work ? "asset.write" : "sensor.write";
}

std::string_view guarded_act(const Operation& op) {
    if (op.method != Method::del) return {};
    switch (set_of(odata::parse_resource(op.path))) {
        case Set::things:
            return "sensorthings.things.delete";
        case Set::sensors:
            return "sensorthings.sensors.delete";
        case Set::observed_properties:
            return "sensorthings.observed_properties.delete";
        case Set::datastreams:
            return "sensorthings.datastreams.delete";
        case Set::multi_datastreams:
            return "sensorthings.multi_datastreams.delete";
        case Set::features_of_interest:
            return "sensorthings.features_of_interest.delete";
        default:
            return {};
    }
}

Reach reach_of(const std::vector<Operation>& ops) {
    Reach out{.exclusive = true, .amended = {}, .features = {}};
    for (const Operation& op : ops) {
        const Resource resource = odata::parse_resource(op.path);
        if (op.method == Method::del && set_of(resource) == Set::features_of_interest &&
            resource.parts.back().key)
            out.features.push_back(*resource.parts.back().key);
        if (op.method == Method::post || set_of(resource) != Set::observations) continue;
        if (!resource.parts.back().key) continue;
        if (const auto key = observation_key(*resource.parts.back().key))
            out.amended.push_back(key->datastream_id);
    }
    return out;
}

bool only_observations(const std::vector<Operation>& ops) {
    return std::ranges::all_of(ops, [](const Operation& op) {
        return op.method == Method::post && set_of(odata::parse_resource(op.path)) == Set::observations;
    });
}

task<Observed> observations_of(Telemetry::State& state, const http::Call& call,
                               const std::vector<Operation>& ops, std::size_t& at) {
    const Streams& streams = state.storage.streams;
    const Instant now = state.platform.clock.now();
    std::vector<PostedObservation> posts;
    posts.reserve(ops.size());  // terms point at them
    std::vector<TermWanted> wanted;
    std::vector<FeatureWanted> features;
    Observed out;
    for (at = 0; at < ops.size(); ++at) {
        const Resource resource = odata::parse_resource(ops[at].path);
        (void)collection_of(resource, ops[at]);
        PostedObservation& posted = posts.emplace_back(posted_to(resource, ops[at], now));
        require_ingest(state, call.who, posted);
        const Reading& reading = posted.reading;
        out.made.push_back({Set::observations, observation_id({reading.datastream_id, {reading.t.us}})});
        const Stream& stream = *streams.find(reading.datastream_id);
        settle(streams, stream, posted, wanted);
        want_feature(posted, stream, features);
        if (auto error = check_readings(streams, now, posted)) throw *error;
    }
    co_await make_terms(state.platform.db, wanted);
    co_await find_features(state, &call, features);
    for (const PostedObservation& posted : posts) add_readings(posted, out.taken);
    co_return out;
}

bool is_json_patch(const Operation& op) {
    constexpr std::string_view type = "application/json-patch+json";
    if (op.method != Method::patch || op.content_type != type) return false;
    const Set set = set_of(odata::parse_resource(op.path));
    return set == Set::things || set == Set::sensors || set == Set::observed_properties ||
           set == Set::datastreams || set == Set::features_of_interest;
}

Operation without_json_patch(const Operation& op, std::string_view entity) {
    const std::string after = apply_json_patch(entity, op.body);
    Operation out{Method::put, op.path, "application/json", after};
    if (set_of(odata::parse_resource(op.path)) != Set::things) return out;
    // A work keeps what is not named: what the patch took away is named as null.
    const json::Document was = json::parse(entity), is = json::parse(after);
    const auto old_properties = was.root().find("properties");
    json::Writer w;
    w.begin_object();
    for (const auto [name, value] : is.root().members("")) {
        if (name != "properties") {
            w.raw_field(name, value.dump());
            continue;
        }
        w.key(name).begin_object();
        for (const auto [key, item] : value.members("/properties")) w.raw_field(key, item.dump());
        if (old_properties)
            for (const auto [key, item] : old_properties->members())
                if (!value.find(key)) w.key(key).null();
        w.end_object();
    }
    w.end_object();
    out.body = w.take();
    return out;
}

task<Done> perform(Writing& w, const Operation& op) {
    const Resource resource = odata::parse_resource(op.path);
    const std::string permission(permission_for(op));
    if (!w.call.who.may_within(permission)) throw Error(Code::forbidden, {}, {permission});
    if (op.method == Method::post) co_return co_await create(w, resource, op);
    if (resource.form != Resource::Form::entity || resource.parts.size() != 1) refuse_method(op.method);
    const std::int64_t id = *resource.parts.front().key;
    if (op.method == Method::del) {
        co_await remove(w, resource.set(), id);
    } else if (op.method == Method::patch || op.method == Method::put) {
        co_await change(w, resource.set(), id, op);
    } else {
        refuse_method(op.method);
    }
    co_return Done{};
}

}  // namespace hatang::telemetry::sta
