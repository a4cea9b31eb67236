// Features of interest of their own, and which readings are of them: docs/internals/sensorthings.md,
// section 2.
#pragma once

#include "telemetry/sensorthings/entity_input.hpp"
#include "telemetry/sensorthings/writing.hpp"

namespace hatang::telemetry::sta {

// Finds or makes what Observations are of, in a transaction of the caller; whoever posts them may write their
// datastreams. A feature may be linked that is of their work, of none, or of one where the caller may ingest
// too. `call`: null for what comes from the broker. Nothing may be waited for between this and the commit.
task<void> settle_features(Telemetry::State&, db::Session&, const http::Call*, std::vector<FeatureWanted>&);
// The same in one of its own. Throws the first of the errors.
task<void> find_features(Telemetry::State&, const http::Call*, std::vector<FeatureWanted>&);

task<std::int64_t> make_feature(Writing&, const FeatureEntity&);
task<void> change_feature(Writing&, std::int64_t id, const FeatureChange&, bool whole);
// With its Observations, as the standard's table 25 says. One that a datastream is of stays.
task<void> remove_feature(Writing&, std::int64_t id);
// While a feature goes, nothing that comes is of it.
class FeaturesEnd {
  public:
    FeaturesEnd(Telemetry::State&, std::vector<std::int64_t> features);
    ~FeaturesEnd();
    FeaturesEnd(const FeaturesEnd&) = delete;
    FeaturesEnd& operator=(const FeaturesEnd&) = delete;

  private:
    Telemetry::State& state_;
    std::vector<std::int64_t> features_;
};

// An Observation that is there is of another feature now.
task<void> name_reading(Writing&, std::int64_t datastream_id, std::int64_t t_us, std::int64_t own_feature);

}  // namespace hatang::telemetry::sta
