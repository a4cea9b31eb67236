// Finds Observations: which datastreams, then which of their readings, from chunks and heads in one snapshot.
#pragma once

#include <memory>
#include <vector>

#include "base/loop.hpp"
#include "db/pool.hpp"
#include "telemetry/sensorthings/readings.hpp"
#include "telemetry/storage/streams.hpp"

namespace hatang::telemetry::sta {

// By feature of interest, what the request needs to know of a datastream.
using SlotsByFeature = std::map<std::int64_t, std::vector<Value>>;

// A datastream to look through, with what the request needs to know of it.
struct StreamToRead {
    std::int64_t id = 0;
    std::vector<Value> slots;
    std::shared_ptr<const Results> results = {};  // null: numbers
    // Where its readings are of several features and the request asks of which: those that are looked for, in
    // place of `slots`. Null: all are read.
    std::shared_ptr<SlotsByFeature> by_feature = {};
    std::int64_t feature = 0;  // what its readings are of that say nothing else, when that is asked
};

struct ObservationQuery {
    std::vector<StreamToRead> streams;  // by id
    Slots slots;
    std::int64_t from_us = 0, to_us = 0;               // both inclusive
    std::vector<const odata::Expression*> conditions;  // all have to hold
    struct Order {
        const odata::Expression* value;
        bool descending;
    };
    std::vector<Order> order;  // empty: by id
    std::int64_t skip = 0, top = 0;
    bool count = false;
    bool any = false;          // only which datastreams have one: one reading of each, in no order
    bool any_feature = false;  // and which features
    // Chunks decoded for the same request before this question; grows. Null: none were.
    std::int64_t* decoded = nullptr;
    // Not those up to this one, in the order of ids: of a next link.
    std::optional<ReadingOf> after;
};

struct ObservationPage {
    std::vector<ReadingOf> readings;  // at most `top`
    bool more = false;
    std::int64_t count = 0;                 // when asked
    std::vector<std::int64_t> datastreams;  // of `any`
    std::vector<std::int64_t> features;     // of `any_feature`
};

// Throws filter_too_costly when more chunks would have to be decoded than sta_limits::chunks_max.
task<ObservationPage> read_observations(Loop&, db::Pool&, const Streams&, const ObservationQuery&,
                                        Instant now);

}  // namespace hatang::telemetry::sta
