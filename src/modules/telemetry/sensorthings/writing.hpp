// One write of SensorThings: everything that one request, or one change set of a batch, says is checked and
// written in one transaction. What memory has to know of it follows the commit.
#pragma once

#include <functional>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "telemetry/sensorthings/odata/model.hpp"
#include "telemetry/sensorthings/write_observations.hpp"
#include "telemetry/state.hpp"
#include "telemetry/storage/amend.hpp"

namespace hatang::telemetry::sta {

using odata::Set;

struct Entity {
    Set set = Set::things;
    std::int64_t id = 0;
};

class Writing {
  public:
    Writing(Telemetry::State& s, const http::Call& c, db::Session& t)
        : state(s), call(c), tx(t), actor(security::actor_of(c)) {}

    Telemetry::State& state;
    const http::Call& call;
    db::Session& tx;
    const security::Actor actor;

    // Throws unknown_asset at `where` for an asset that the caller may not see, forbidden for one where they
    // may not write sensors. Sees what this transaction has made.
    task<void> require_asset(std::optional<std::int64_t> asset_id, std::string where);
    // The same for a row that is named in the path: not_found{what}, forbidden.
    task<void> require_row(std::optional<std::int64_t> asset_id, std::string what);

    // Streams to be read again behind the transaction, however it ends.
    std::set<std::int64_t> streams, sensors;
    bool works = false;  // something of the register has changed
    // Datastreams that are made here, with their first readings in order of arrival.
    Streams made;
    std::map<std::int64_t, std::vector<Reading>> first_readings;
    NamedReadings first_named;  // those that are of a feature of their own
    PostedReadings readings;    // for datastreams that were there before
    std::vector<std::int64_t> erased;
    std::vector<std::int64_t> corrected;  // Observations

    // The last of the transaction.
    task<void> finish();

  private:
    task<bool> may(std::string permission, std::optional<std::int64_t> asset_id);
};

// Readings of these datastreams are to be changed: what memory has of them goes into chunks before.
struct Reach {
    bool exclusive = false;  // nothing is sealed meanwhile: datastreams come, go, or change their readings
    std::vector<std::int64_t> amended;
    std::vector<std::int64_t> features;  // of interest, that go with their readings
};
task<void> write(Telemetry::State&, const http::Call&, Reach, std::function<task<void>(Writing&)>);

}  // namespace hatang::telemetry::sta
