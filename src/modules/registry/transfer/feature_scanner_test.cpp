#include "registry/transfer/feature_scanner.hpp"

#include <doctest/doctest.h>

#include <vector>

#include "base/error.hpp"

namespace hatang::registry {
namespace {

struct Scan {
    std::vector<std::string> features;
    std::string crs;
};

Scan scan(std::string_view text, std::size_t piece = 1'000'000) {
    Scan out;
    FeatureScanner scanner([&](std::string_view feature) { out.features.emplace_back(feature); });
    for (std::size_t at = 0; at < text.size(); at += piece) scanner.feed(text.substr(at, piece));
    scanner.finish();
    out.crs = scanner.crs();
    return out;
}

Code scan_refusal(std::string_view text) {
    try {
        scan(text);
    } catch (const Error& e) {
        return e.code;
    }
    return Code::internal;
}

}  // namespace

TEST_CASE("features come out whole, however the bytes arrive") {
    const std::string text = R"({ "type": "FeatureCollection", "name":"a\"features\":[", "features" : [
        {"type":"Feature","properties":{"name":"} ] \" { \\"},"geometry":null} ,
        {"type":"Feature","id":2,"properties":{"a":[1,[2]]},"geometry":null}
    ], "bbox":[1,2,3,4], "extra":{"features":[1]} })";
    for (const std::size_t piece : {1, 2, 3, 7, 1000}) {
        const Scan s = scan(text, piece);
        REQUIRE(s.features.size() == 2);
        CHECK(s.features[0].ends_with(R"("geometry":null})"));
        CHECK(s.features[1].starts_with(R"({"type":"Feature","id":2)"));
        CHECK(s.crs == "EPSG:4326");
    }
    CHECK(scan(R"({"type":"FeatureCollection","features":[]})").features.empty());
    CHECK(scan("\xEF\xBB\xBF{\"type\":\"FeatureCollection\",\"features\":[]}").features.empty());
}

TEST_CASE("an older crs member is understood") {
    const auto with = [](std::string_view name) {
        return scan(R"({"type":"FeatureCollection","crs":{"type":"name","properties":{"name":")" +
                    std::string(name) + R"("}},"features":[]})")
            .crs;
    };
    CHECK(with("urn:ogc:def:crs:OGC:1.3:CRS84") == "EPSG:4326");
    CHECK(with("urn:ogc:def:crs:EPSG::3405") == "EPSG:3405");
    CHECK(with("EPSG:5897") == "EPSG:5897");
}

TEST_CASE("what is no FeatureCollection is refused") {
    CHECK(scan_refusal("") == Code::invalid_json);
    CHECK(scan_refusal("[]") == Code::wrong_type);
    CHECK(scan_refusal("{}") == Code::missing_field);
    CHECK(scan_refusal(R"({"type":"Feature","features":[]})") == Code::invalid_value);
    CHECK(scan_refusal(R"({"type":"FeatureCollection"})") == Code::missing_field);
    CHECK(scan_refusal(R"({"type":"FeatureCollection","features":{}})") == Code::missing_field);
    CHECK(scan_refusal(R"({"type":"FeatureCollection","features":[1]})") == Code::invalid_json);
    CHECK(scan_refusal(R"({"type":"FeatureCollection","features":[{}{}]})") == Code::invalid_json);
    CHECK(scan_refusal(R"({"type":"FeatureCollection","features":[{},]})") == Code::invalid_json);
    CHECK(scan_refusal(R"({"type":"FeatureCollection","features":[,{}]})") == Code::invalid_json);
    CHECK(scan_refusal(R"({"type":"FeatureCollection","features":[{}],"features":[{}]})") ==
          Code::duplicate_field);
    CHECK(scan_refusal(R"({"type":"FeatureCollection","features":[{}])") == Code::invalid_json);
    CHECK(scan_refusal(R"({"type":"FeatureCollection","features":[{"a":")") == Code::invalid_json);
    CHECK(scan_refusal(R"({"type":"FeatureCollection","features":[]} x)") == Code::invalid_json);
    CHECK(scan_refusal(R"({"type":"FeatureCollection","features":[],"crs":5})") == Code::unknown_crs);
    CHECK(scan_refusal(std::string(100'000, ' ')) == Code::text_too_long);
    CHECK(scan_refusal(R"({"type":"FeatureCollection","features":[{"a":")" + std::string(17 << 20, 'x')) ==
          Code::text_too_long);
}

}  // namespace hatang::registry
