// Topics at the broker under which clients hear of changes (18-088, section 14.2), and how we learn that
// somebody listens there. Pure; what clients subscribe to is hostile.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "telemetry/reading.hpp"
#include "telemetry/sensorthings/odata/odata.hpp"
#include "telemetry/storage/streams.hpp"

namespace hatang::telemetry::sta {

inline constexpr std::string_view topic_root = "v1.1/";

struct UpdateTopic {
    odata::Resource resource;  // a collection, an entity or a property
    odata::Options options;    // $select
    bool of_readings() const {
        return resource.set() == odata::Set::observations &&
               resource.form == odata::Resource::Form::collection;
    }
};

// "v1.1/Datastreams(5)/name", "v1.1/Observations?$select=result". Nothing: no updates are told there.
// Observations are told for all of them, and for paths that end at one Datastream, MultiDatastream or
// FeatureOfInterest.
std::optional<UpdateTopic> read_update_topic(std::string_view topic);

// Whether a new reading, which is of that feature, is among the Observations of that topic, apart from what
// its path says of parts further in front. Of topics that are of_readings().
bool takes(const UpdateTopic&, const Stream&, std::int64_t feature);

// Mosquitto tells of subscriptions under $SYS/broker/log/M/subscribe: "1795997502: client 1 v1.1/Things" →
// "v1.1/Things". A client's name may have spaces. Nothing for topics that are not of SensorThings.
std::optional<std::string_view> subscribed_topic(std::string_view line);

// An entity as updates spell it. Observations that come so are ours: they are there already.
bool is_update(std::string_view payload);

}  // namespace hatang::telemetry::sta
