#include "telemetry/sensorthings/write_observations.hpp"

#include <doctest/doctest.h>

#include "telemetry/limits.hpp"
#include "telemetry/sensorthings/broker_reader.hpp"

using namespace hatang;
using namespace hatang::telemetry;
using namespace hatang::telemetry::sta;

namespace {

constexpr Instant posted_at{1'795'000'000 * kSecond};

// "code where" of the error, or what was read: "datastream time value quality;" of each.
std::string message_of(std::string_view text, std::optional<std::int64_t> datastream = 9) {
    std::string out;
    try {
        for (const PostedObservation& o : read_message(text, datastream, posted_at))
            out += std::to_string(o.reading.datastream_id) + " " + to_rfc3339(o.reading.t) + " " +
                   std::to_string(o.reading.value).substr(0, 4) + " " +
                   std::to_string(static_cast<int>(o.reading.quality)) + ";";
    } catch (const Error& e) {
        return std::string(error_info(e.code).code) + " " + e.where;
    }
    return out;
}

}  // namespace

TEST_CASE("Observations of the broker, one or an array") {
    const std::string now = to_rfc3339(posted_at);
    CHECK(message_of(R"({"phenomenonTime":"2026-11-24T01:30:00Z","result":4.25,"resultTime":null,
                         "resultQuality":"uncertain"})") == "9 2026-11-24T01:30:00Z 4.25 1;");
    CHECK(message_of(R"([{"result":1.00},{"Datastream":{"@iot.id":9},"result":2.00}])") ==
          "9 " + now + " 1.00 0;9 " + now + " 2.00 0;");
    CHECK(message_of(R"({"Datastream":{"@iot.id":7},"result":1})", {}) == "7 " + now + " 1.00 0;");
    CHECK(message_of("[]").empty());
    const std::pair<const char*, const char*> refused[] = {
        {R"({"result":1,"Datastream":{"@iot.id":8}})", "invalid_value /Datastream"},
        {R"({"result":1,"Datastream":{"@iot.id":"9"}})", "wrong_type /Datastream/@iot.id"},
        {R"({"phenomenonTime":"2026-11-24T01:30:00Z","result":1,"resultTime":"x"})",
         "invalid_time /resultTime"},
        {R"([{"result":1},{"phenomenonTime":"2026-11-24T01:30:00Z"}])", "missing_field /1/result"},
        {R"([{"result":1},{"result":1,"result":2}])", "duplicate_field /1/result"},
        {R"({"result":1,"unit":"m"})", "unknown_field /unit"},
        {"3", "wrong_type "},
        {"", "invalid_json "},
        {"\"\xff\"", "invalid_utf8 "}};
    for (const auto& [text, error] : refused) CHECK(message_of(text) == error);
    CHECK(message_of(R"({"result":1})", {}) == "missing_field /Datastream");
    std::string many = "[{}";
    for (std::size_t i = 0; i < telemetry::limits::readings_per_batch_max; ++i) many += ",{}";
    CHECK(message_of(many + "]") == "too_many_items ");
}

TEST_CASE("another feature than the asset of the datastream is refused") {
    Datastream about;
    PostedObservation posted;
    CHECK_NOTHROW(require_feature(posted, about));
    posted.feature_id = 5;
    CHECK_THROWS_AS(require_feature(posted, about), Error);
    about.asset_id = 5;
    CHECK_NOTHROW(require_feature(posted, about));
}

TEST_CASE("topics of Observations") {
    CHECK(datastream_of_topic("v1.1/Datastreams(12)/Observations") == 12);
    for (const char* topic :
         {"v1.1/Datastreams()/Observations", "v1.1/Datastreams(-1)/Observations",
          "v1.1/Datastreams(0)/Observations", "v1.1/Datastreams(1x)/Observations",
          "v1.1/Things(1)/Observations", "v1.1/Datastreams(99999999999999999999)/Observations", ""})
        CHECK_FALSE(datastream_of_topic(topic));
}
