// Observations as they are posted to SensorThings: one, or many as a data array (18-088, section 12).
#pragma once

#include <memory>
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
    std::optional<std::int64_t> feature_id;           // when it says so, by its number
    std::shared_ptr<const std::string> feature = {};  // or as an entity, JSON
    std::int64_t own_feature = 0;                     // that it is of, unless it is what its datastream says
    bool multi = false;                               // its datastream is named as a MultiDatastream
    std::vector<PostedObservation> parts = {};  // of a MultiDatastream: results.hpp finds them in `other`
};
PostedObservation read_posted(json::Value, Instant now, std::optional<std::int64_t> datastream = {},
                              std::string_view where = {}, bool multi = false);
void take_result(PostedObservation&, json::Value, std::string_view where);
// What an address or a topic says of the Observations that are posted there.
struct PostedTo {
    std::optional<std::int64_t> datastream, feature;
    bool multi = false;
};
// It is posted below a feature: invalid_value where it names another one itself.
void name_feature(PostedObservation&, std::int64_t feature, std::string_view where);

// What the readings of a datastream are of that say nothing else: what it says itself, or the asset; 0:
// nothing.
std::int64_t usual_feature(const Stream&);
// An Observation that says what it is of: that is found or made before it is committed (features.hpp).
struct FeatureWanted {
    PostedObservation* posted = nullptr;
    const Stream* stream = nullptr;
    std::string where = {};
    std::optional<Error> error = {};  // there is no such feature
};
// Nothing for one that is of what its datastream says.
void want_feature(PostedObservation&, const Stream&, std::vector<FeatureWanted>&,
                  std::string_view where = {});

// Readings on their way to a commit, with the features of some (as in an Intake).
struct PostedReadings {
    std::vector<Reading> readings;
    std::vector<std::int64_t> features;
    void add(const Reading&, std::int64_t own_feature);
};

// A row that is a time and a number, as nearly all are.
struct PlainRow {
    Instant t;
    double value = 0;
    std::optional<std::int64_t> feature = {};  // that it names
};
// A group of /CreateObservations: rows for one datastream, with what their cells are.
struct PostedGroup {
    enum class Cell : std::uint8_t { time, result, quality, result_time, feature };
    std::int64_t datastream_id = 0;
    bool multi = false;
    std::vector<Cell> cells;
    json::Value rows;
    std::string where;  // of the rows
    // Each row that is plain; of the others read_row() tells what they are.
    std::vector<std::optional<PlainRow>> plain;
};
struct PostedArrays {
    json::Document document;
    std::vector<PostedGroup> groups;
};
// On any thread. Rows without a time are of `now`. Throws the errors of the document around the rows,
// too_many_items for more than `rows_max` of them.
PostedArrays read_data_arrays(std::string_view text, Instant now, std::size_t rows_max);
// One row, whatever it says. Throws what is wrong with it.
PostedObservation read_row(const PostedGroup&, std::size_t index, json::Value row, Instant now);

}  // namespace hatang::telemetry::sta
