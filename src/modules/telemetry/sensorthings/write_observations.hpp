// Observations as they are posted to SensorThings: one, or many as a data array (18-088, section 12).
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "json/value.hpp"
#include "telemetry/ingest/check.hpp"

namespace hatang::telemetry::sta {

inline constexpr ReadingFields posted_fields{"Datastream", "phenomenonTime", "result", "resultQuality", true};

// {"phenomenonTime":"…","result":2.5,"Datastream":{"@iot.id":1}}. Without a time it is of `now`. Where the
// datastream is known by its address, it need not be named, and not be another one. Throws the errors of a
// bad field.
struct PostedObservation {
    Reading reading;
    // A result that is no number, as JSON: results.hpp makes the value of the reading from it.
    std::optional<std::string> other = {};
    std::string_view result_kind = "number";
    std::string result_where = {};
    std::optional<std::int64_t> feature_id;     // when it says so: to be that of the datastream
    bool multi = false;                         // its datastream is named as a MultiDatastream
    std::vector<PostedObservation> parts = {};  // of a MultiDatastream: results.hpp finds them in `other`
};
PostedObservation read_posted(json::Value, Instant now, std::optional<std::int64_t> datastream = {},
                              std::string_view where = {}, bool multi = false);
void take_result(PostedObservation&, json::Value, std::string_view where);
// What is observed is the asset of the datastream; another feature would be lost: invalid_value.
void require_feature(const PostedObservation&, const Datastream&, std::string_view where = {});

// Rows of /CreateObservations, in order. A row that is wrong is an error, not an end.
struct PostedRow {
    PostedObservation observation;
    std::optional<Error> error;
};
// Throws the errors of the document around the rows, too_many_items for more than `rows_max` of them.
std::vector<PostedRow> read_data_arrays(json::Value, Instant now, std::size_t rows_max);

}  // namespace hatang::telemetry::sta
