// Results that are no numbers: a datastream whose observationType is no measurement stores a number for each,
// 0 or 1 for a boolean, the code of a term for everything else (docs/internals/sensorthings.md, section 2).
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "db/pool.hpp"
#include "telemetry/sensorthings/observations.hpp"
#include "telemetry/sensorthings/write_observations.hpp"
#include "telemetry/storage/streams.hpp"

namespace hatang::telemetry::sta {

// "http://www.opengis.net/def/observationType/OGC-OM/2.0/OM_TruthObservation" and so on (18-088, table 12).
std::string_view observation_type(ResultType);
std::optional<ResultType> result_type_of_uri(std::string_view);
std::string_view to_text(ResultType);

// Of datastreams that are not all of numbers, with all their terms; beyond sta_limits::terms_read_max
// filter_too_costly is thrown.
task<void> give_results(db::Pool&, const Streams&, std::vector<StreamToRead>&);

// The JSON of readings by (datastream, code), for those of types with terms.
using TermKey = std::pair<std::int64_t, std::int64_t>;
task<std::map<TermKey, std::string>> terms_of(db::Pool&, std::vector<TermKey>);

// Puts the number of its result into a posted reading. Throws wrong_result_type and text_too_long at its
// place. Those that need a term are returned: code_terms() gives them theirs.
struct TermWanted {
    PostedObservation* posted = nullptr;
    std::string value;  // JSON
};
std::optional<TermWanted> settle_result(ResultType, PostedObservation&);
// The same for an Observation of any datastream. Of a MultiDatastream the reading is only a
// mark, and each part whose result is not null gets one. Throws also unknown_datastream, of a part that has
// ended.
void settle(const Streams&, const Stream&, PostedObservation&, std::vector<TermWanted>&);
// Of what is settled: the reading, and those of the parts.
void add_readings(const PostedObservation&, PostedReadings&);
std::optional<Error> check_readings(const Streams&, Instant now, PostedObservation&);
// Finds or makes the terms, in a transaction of the caller. Throws too_many_items.
task<void> code_terms(db::Session&, std::vector<TermWanted>&);
// The same in one of its own.
task<void> make_terms(db::Pool&, std::vector<TermWanted>&);

}  // namespace hatang::telemetry::sta
