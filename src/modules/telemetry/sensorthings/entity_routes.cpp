// Routes of what is made, changed and removed through SensorThings.
#include "http/base_url.hpp"
#include "telemetry/sensorthings/dispatch.hpp"
#include "telemetry/sensorthings/read.hpp"
#include "telemetry/sensorthings/write_entities.hpp"

namespace hatang::telemetry {
namespace {

constexpr std::string_view entity_root = "/sta/v1.1";
const http::RouteLimits entity_limits{.body_bytes_max = limits::body_bytes_max, .seconds_max = 30};

http::Response answer_done(const http::Call& call, const sta::Done& done) {
    http::Response response;
    response.status = done.status;
    if (done.made)
        response.header("Location", http::base_url(call.request) + std::string(entity_root) + "/" +
                                        std::string(odata::entity(done.made->set).set_name) + "(" +
                                        std::to_string(done.made->id) + ")");
    return response;
}

task<http::Response> one_write(Telemetry::State& state, http::Call& call, sta::Operation operation) {
    if (sta::is_json_patch(operation)) {
        const http::Response now = co_await sta::read_resource(state, call, operation.path);
        operation = sta::without_json_patch(operation, now.body);
    }
    const std::vector<sta::Operation> all{operation};
    sta::Done done;
    const auto body = [&](sta::Writing& w) -> task<void> { done = co_await sta::perform(w, operation); };
    co_await sta::write(state, call, sta::reach_of(all), body);
    co_return answer_done(call, done);
}

std::string path_below(const http::Call& call) { return call.request.path.substr(entity_root.size()); }

// A body that the router has read and described goes on as text.
template <class Entity>
void add_create(http::Router& router, Telemetry::State& state, std::string_view path, http::RouteMeta meta) {
    router.post<Entity, http::Response>(path, meta, [&state](http::Call& call, const Entity&) {
        return one_write(state, call,
                         {http::Method::post, path_below(call), "application/json", call.request.body});
    });
}

struct ChangeableSet {
    std::string_view path, put_id, patch_id, delete_id, put_text, patch_text, delete_text;
    http::Access access;
};
constexpr ChangeableSet changeable[] = {
    {"/sta/v1.1/Things({id})", "sensorthings.things.replace", "sensorthings.things.change",
     "sensorthings.things.delete", "Changes a Thing; name and description have to be there",
     "Changes a Thing through the register", "Retires the work that a Thing shows, deletes its Datastreams",
     http::may_within("asset.write")},
    {"/sta/v1.1/Locations({id})", "sensorthings.locations.replace", "sensorthings.locations.change",
     "sensorthings.locations.delete", "Moves a work", "Moves a work", "Refused: a work keeps its place",
     http::may_within("asset.write")},
    {"/sta/v1.1/HistoricalLocations({id})", "sensorthings.historical_locations.replace",
     "sensorthings.historical_locations.change", "sensorthings.historical_locations.delete",
     "Replaces a HistoricalLocation that was posted", "Changes a HistoricalLocation that was posted",
     "Deletes a HistoricalLocation that was posted: the work was where it had been before",
     http::may_within("asset.write")},
    {"/sta/v1.1/Sensors({id})", "sensorthings.sensors.replace", "sensorthings.sensors.change",
     "sensorthings.sensors.delete", "Replaces a Sensor", "Changes a Sensor",
     "Deletes a Sensor with its Datastreams", http::may_within("sensor.write")},
    {"/sta/v1.1/ObservedProperties({id})", "sensorthings.observed_properties.replace",
     "sensorthings.observed_properties.change", "sensorthings.observed_properties.delete",
     "Replaces an ObservedProperty", "Changes an ObservedProperty",
     "Deletes an ObservedProperty that is not built in, with its Datastreams", http::may("sensor.write")},
    {"/sta/v1.1/Datastreams({id})", "sensorthings.datastreams.replace", "sensorthings.datastreams.change",
     "sensorthings.datastreams.delete", "Replaces a Datastream", "Changes a Datastream",
     "Deletes a Datastream with its Observations", http::may_within("sensor.write")},
    {"/sta/v1.1/MultiDatastreams({id})", "sensorthings.multi_datastreams.replace",
     "sensorthings.multi_datastreams.change", "sensorthings.multi_datastreams.delete",
     "Replaces name, description and properties of a MultiDatastream", "Changes a MultiDatastream",
     "Deletes a MultiDatastream with its Observations and the Datastreams of its results",
     http::may_within("sensor.write")},
    {"/sta/v1.1/FeaturesOfInterest({id})", "sensorthings.features_of_interest.replace",
     "sensorthings.features_of_interest.change", "sensorthings.features_of_interest.delete",
     "Replaces a FeatureOfInterest that is no work", "Changes a FeatureOfInterest that is no work",
     "Deletes a FeatureOfInterest that is no work, with its Observations", http::may_within("sensor.write")},
    {"/sta/v1.1/Observations({id})", "sensorthings.observations.replace", "sensorthings.observations.change",
     "sensorthings.observations.delete", "Replaces result and quality of an Observation",
     "Corrects an Observation", "Deletes an Observation", http::may_within("sensor.write")},
};

}  // namespace

void add_sensorthings_entity_routes(http::Router& router, Telemetry::State& state) {
    add_create<sta::ThingEntity>(
        router, state, "/sta/v1.1/Things",
        {"sensorthings.things.create", http::may_within("asset.write"),
         "Registers a work as a Thing, with its Location and Datastreams", entity_limits});
    add_create<sta::LocationEntity>(router, state, "/sta/v1.1/Things({id})/Locations",
                                    {"sensorthings.thing.locations.create", http::may_within("asset.write"),
                                     "Moves the work that a Thing shows"});
    const std::string_view about_places = "Says since when a work is at another place";
    add_create<sta::HistoricalLocationEntity>(
        router, state, "/sta/v1.1/HistoricalLocations",
        {"sensorthings.historical_locations.create", http::may_within("asset.write"), about_places});
    add_create<sta::HistoricalLocationEntity>(
        router, state, "/sta/v1.1/Things({id})/HistoricalLocations",
        {"sensorthings.thing.historical_locations.create", http::may_within("asset.write"), about_places});
    add_create<sta::SensorEntity>(
        router, state, "/sta/v1.1/Sensors",
        {"sensorthings.sensors.create", http::may_within("sensor.write"), "Adds a Sensor"});
    add_create<sta::ObservedPropertyEntity>(
        router, state, "/sta/v1.1/ObservedProperties",
        {"sensorthings.observed_properties.create", http::may("sensor.write"), "Adds an ObservedProperty"});
    add_create<sta::FeatureEntity>(router, state, "/sta/v1.1/FeaturesOfInterest",
                                   {"sensorthings.features_of_interest.create",
                                    http::may_within("sensor.write"), "Adds a FeatureOfInterest"});
    const std::string_view about_streams =
        "Adds a Datastream, with its Sensor, ObservedProperty and Observations where they are posted with it";
    add_create<sta::DatastreamEntity>(
        router, state, "/sta/v1.1/Datastreams",
        {"sensorthings.datastreams.create", http::may_within("sensor.write"), about_streams, entity_limits});
    add_create<sta::DatastreamEntity>(
        router, state, "/sta/v1.1/Things({id})/Datastreams",
        {"sensorthings.thing.datastreams.create", http::may_within("sensor.write"),
         "Adds a Datastream to a Thing", entity_limits});
    add_create<sta::DatastreamEntity>(
        router, state, "/sta/v1.1/Sensors({id})/Datastreams",
        {"sensorthings.sensor.datastreams.create", http::may_within("sensor.write"),
         "Adds a Datastream to a Sensor", entity_limits});
    add_create<sta::DatastreamEntity>(
        router, state, "/sta/v1.1/ObservedProperties({id})/Datastreams",
        {"sensorthings.observed_property.datastreams.create", http::may_within("sensor.write"),
         "Adds a Datastream of an ObservedProperty", entity_limits});
    const std::string_view about_multi = "Adds a MultiDatastream, with a Datastream for each of its results";
    add_create<sta::MultiDatastreamEntity>(router, state, "/sta/v1.1/MultiDatastreams",
                                           {"sensorthings.multi_datastreams.create",
                                            http::may_within("sensor.write"), about_multi, entity_limits});
    add_create<sta::MultiDatastreamEntity>(
        router, state, "/sta/v1.1/Things({id})/MultiDatastreams",
        {"sensorthings.thing.multi_datastreams.create", http::may_within("sensor.write"),
         "Adds a MultiDatastream to a Thing", entity_limits});
    add_create<sta::MultiDatastreamEntity>(
        router, state, "/sta/v1.1/Sensors({id})/MultiDatastreams",
        {"sensorthings.sensor.multi_datastreams.create", http::may_within("sensor.write"),
         "Adds a MultiDatastream to a Sensor", entity_limits});
    for (const ChangeableSet& set : changeable) {
        const auto change = [&state](http::Call& call, const http::RawBody& body) {
            return one_write(state, call,
                             {call.request.method, path_below(call), body.content_type, body.bytes});
        };
        router.put<http::RawBody, http::Response>(set.path, {set.put_id, set.access, set.put_text}, change);
        router.patch<http::RawBody, http::Response>(set.path, {set.patch_id, set.access, set.patch_text},
                                                    change);
        router.del<http::Nothing, http::Response>(
            set.path, {set.delete_id, set.access, set.delete_text},
            [&state](http::Call& call, const http::Nothing&) {
                return one_write(state, call, {http::Method::del, path_below(call), {}, {}});
            });
    }
}

}  // namespace hatang::telemetry
