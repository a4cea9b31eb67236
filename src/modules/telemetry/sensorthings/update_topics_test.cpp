#include "telemetry/sensorthings/update_topics.hpp"

#include <doctest/doctest.h>

using namespace hatang::telemetry;
using namespace hatang::telemetry::sta;

TEST_CASE("topics under which updates are told") {
    for (const char* topic :
         {"v1.1/Things", "v1.1/Things(1)", "v1.1/Datastreams(5)/name", "v1.1/Datastreams(5)/Thing",
          "v1.1/Observations", "v1.1/Things(1)/Datastreams", "v1.1/Things(1)/Datastreams(2)/Observations",
          "v1.1/Observations(7)/result", "v1.1/FeaturesOfInterest(3)/Observations",
          "v1.1/Observations?$select=result,phenomenonTime", "v1.1/Datastreams(5)?$select=name,Thing"})
        CHECK_MESSAGE(read_update_topic(topic), topic);
    for (const char* topic :
         {"", "v1.1/", "v1.1", "v1.0/Things", "Things", "v1.1/#", "v1.1/+", "v1.1/Thing",
          "v1.1/Things(1)/colour", "v1.1/Things/$ref", "v1.1/Things(1)/name/$value",
          "v1.1/Things(1)/name?$select=name", "v1.1/Observations?$select=colour",
          "v1.1/Observations?$select=", "v1.1/Observations?$filter=result gt 1",
          "v1.1/Observations?$select=result&$top=1", "v1.1/Observations(1)/Datastream/Observations"})
        CHECK_MESSAGE(!read_update_topic(topic), topic);
    CHECK_FALSE(read_update_topic("v1.1/Observations?$select=result" + std::string(2'000, ' ')));
    CHECK(read_update_topic("v1.1/Observations")->of_readings());
    CHECK_FALSE(read_update_topic("v1.1/Observations(7)")->of_readings());
}

TEST_CASE("which Observations a topic takes") {
    Stream stream;
    stream.about.id = 5;
    stream.about.asset_id = 8;
    const auto takes_it = [&](const char* topic) { return takes(*read_update_topic(topic), stream, 8); };
    CHECK(takes_it("v1.1/Observations"));
    CHECK(takes_it("v1.1/Things(1)/Datastreams(5)/Observations"));
    CHECK(takes_it("v1.1/FeaturesOfInterest(8)/Observations"));
    CHECK_FALSE(takes_it("v1.1/Datastreams(6)/Observations"));
    CHECK_FALSE(takes_it("v1.1/MultiDatastreams(5)/Observations"));
    CHECK_FALSE(takes_it("v1.1/FeaturesOfInterest(5)/Observations"));
    CHECK(takes(*read_update_topic("v1.1/FeaturesOfInterest(5)/Observations"), stream, 5));
    stream.result = ResultType::several;
    CHECK_FALSE(takes_it("v1.1/Datastreams(5)/Observations"));
    CHECK(takes_it("v1.1/MultiDatastreams(5)/Observations"));
}

TEST_CASE("what the broker tells of subscriptions") {
    CHECK(subscribed_topic("1795997502: my reader 0 v1.1/Things") == "v1.1/Things");
    CHECK(subscribed_topic("reader 2 v1.1/Observations?$select=result, id") ==
          "v1.1/Observations?$select=result, id");
    CHECK(subscribed_topic("1: v1.1/x 1 v1.1/Things") == "v1.1/Things");
    for (const char* line : {"", "v1.1/Things", "0 v1.1/Things", "1: a 3 v1.1/Things", "1: a 1 spBv1.0/#"})
        CHECK_FALSE(subscribed_topic(line));
}

TEST_CASE("updates are known by how they begin") {
    CHECK(is_update(R"({"@iot.id":7,"@iot.selfLink":"/sta/v1.1/Observations","result":1})"));
    for (const char* text : {"", R"({"@iot.id":7})", R"({"@iot.id":,"@iot.selfLink":"x"})",
                             R"({"result":1,"@iot.id":7})", R"([{"@iot.id":7,"@iot.selfLink":"x"}])"})
        CHECK_FALSE(is_update(text));
}
