#include "telemetry/chirpstack/uplink.hpp"

#include <doctest/doctest.h>

#include "telemetry/chirpstack/limits.hpp"

using namespace hatang;
using namespace hatang::telemetry;

namespace {

// The example of the documentation of ChirpStack v4, cut to what is read.
constexpr std::string_view documented = R"({
  "deduplicationId": "3ac7e3c4-4401-4b8d-9386-a5c902f9202d", "time": "2022-07-18T09:34:15.775023242+00:00",
  "deviceInfo": {"tenantId": "52f14cd4-c6f1-4fbd-8f87-4025e1d49242", "tenantName": "ChirpStack",
    "applicationId": "17c82e96-be03-4f38-aef3-f83d48582d97", "applicationName": "Test application",
    "deviceProfileId": "14855bf7-d10d-4aee-b618-ebfcb64dc7ad", "deviceProfileName": "Test device-profile",
    "deviceName": "Test device", "devEui": "0101010101010101", "tags": {"key": "value"}},
  "devAddr": "00189440", "dr": 1, "fPort": 1, "data": "qg==",
  "rxInfo": [{"gatewayId": "0016c001f153a14c", "uplinkId": 4217106255, "rssi": -36, "snr": 10.5}]})";

std::string values_text(const NamedValues& values) {
    std::string out;
    for (const auto& [name, v] : values)
        out += name +
               (v.kind == ValueKind::text      ? "=text"
                : v.kind == ValueKind::boolean ? "=b" + std::to_string(static_cast<int>(v.value))
                                               : "=" + std::to_string(v.value).substr(0, 5)) +
               " ";
    return out;
}
std::string refusal_of(std::string_view text) {
    try {
        parse_uplink(text);
    } catch (const Error& e) {
        return std::string(error_info(e.code).code) + " " + e.where;
    }
    return "ok";
}

}  // namespace

TEST_CASE("the documented uplink") {
    const Uplink u = parse_uplink(documented);
    CHECK(u.dev_eui == "0101010101010101");
    CHECK(u.profile == "Test device-profile");
    CHECK(u.port == 1);
    CHECK(*u.data == "\xaa");
    CHECK(to_rfc3339(*u.time) == "2022-07-18T09:34:15.775023Z");
    CHECK(u.object.empty());
    CHECK_FALSE(u.frame);
}

TEST_CASE("values of a codec, by path") {
    const Uplink u = parse_uplink(R"({"deviceInfo":{"devEui":"A8404101010101FF"},"fCnt":7,"fPort":2,"object":
        {"temp":21.5,"ok":true,"state":"open","none":null,"deep":{"a":[1,{"b":2}]}}})");
    CHECK(u.dev_eui == "a8404101010101ff");
    CHECK(u.frame == 7);
    CHECK_FALSE(u.time);
    CHECK_FALSE(u.data);
    CHECK(values_text(u.object) == "temp=21.50 ok=b1 state=text deep.a.0=1.000 deep.a.1.b=2.000 ");
}

TEST_CASE("what is wrong in an uplink") {
    CHECK(refusal_of("{") == "invalid_json ");
    CHECK(refusal_of("[]") == "missing_field /deviceInfo");
    CHECK(refusal_of(R"({"deviceInfo":{}})") == "missing_field /deviceInfo/devEui");
    CHECK(refusal_of(R"({"deviceInfo":{"devEui":1}})") == "wrong_type /deviceInfo/devEui");
    CHECK(refusal_of(R"({"deviceInfo":{"devEui":"01"},"time":"yesterday"})") == "invalid_time /time");
    CHECK(refusal_of(R"({"deviceInfo":{"devEui":"01"},"data":"q"})") == "invalid_value /data");
    CHECK(refusal_of(R"({"deviceInfo":{"devEui":"01"},"fPort":"1"})") == "wrong_type /fPort");
    std::string many = R"({"deviceInfo":{"devEui":"01"},"object":[0)";
    for (std::size_t i = 0; i < limits::uplink_values_max + 1; ++i) many += ",1";
    CHECK(refusal_of(many + "]}") == "too_many_items ");
}

TEST_CASE("a status event") {
    const std::string head = R"({"deviceInfo":{"devEui":"0101010101010101"},"margin":10,)";
    CHECK(
        values_text(
            parse_status(
                head + R"("externalPowerSource":false,"batteryLevelUnavailable":false,"batteryLevel":75.3})")
                .object) == "battery=75.30 margin=10.00 ");
    CHECK(values_text(parse_status(head + R"("batteryLevelUnavailable":true,"batteryLevel":0})").object) ==
          "margin=10.00 ");
    CHECK(values_text(parse_status(head + R"("externalPowerSource":true,"batteryLevel":0})").object) ==
          "margin=10.00 ");
}

TEST_CASE("topics of ChirpStack") {
    const auto t = uplink_topic("application/17c82e96/device/0101010101010101/event/up");
    REQUIRE(t);
    CHECK(t->dev_eui == "0101010101010101");
    CHECK(t->event == "up");
    for (const char* topic :
         {"application/a/device/01/event/up", "application/a/device/010101010101010x/event/up",
          "application/a/device/0101010101010101/command/down",
          "application/a/device/0101010101010101/event/up/x", "application/a/device/0101010101010101/event",
          ""})
        CHECK_FALSE(uplink_topic(topic));
}
