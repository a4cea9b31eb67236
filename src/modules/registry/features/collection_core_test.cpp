#include "registry/features/collection_core.hpp"

#include <doctest/doctest.h>

namespace hatang::registry {

TEST_CASE("datetime is an instant or an interval") {
    const Instant day = *parse_rfc3339("2026-11-24T00:00:00Z");
    CHECK(datetime_end("2026-11-24T00:00:00Z") == day);
    CHECK(datetime_end("../2026-11-24T00:00:00Z") == day);
    CHECK(datetime_end("2026-01-01T00:00:00Z/2026-11-24T00:00:00Z") == day);
    CHECK_FALSE(datetime_end("2026-11-24T00:00:00Z/.."));
    CHECK_FALSE(datetime_end("2026-11-24T00:00:00Z/"));
    for (const char* bad :
         {"", "..", "yesterday", "2026-11-24", "2026-11-24T00:00:00Z/2026-01-01T00:00:00Z", "x/.."}) {
        CAPTURE(bad);
        CHECK_THROWS_AS(datetime_end(bad), Error);
    }
}

TEST_CASE("the next link keeps the question") {
    ItemsQuery query;
    query.limit = 10;
    query.bbox = "105,20,106,21";
    CHECK(next_href("road", query, "i7") ==
          "/ogc/collections/road/items?cursor=i7&limit=10&bbox=105%2C20%2C106%2C21");
}

TEST_CASE("a feature collection counts and links") {
    const std::string text =
        feature_collection_json({R"({"type":"Feature"})"}, 5, Instant{0}, "/self", "/next");
    const json::Document document = json::parse(text);
    CHECK(document.root().find("numberMatched")->integer() == 5);
    CHECK(document.root().find("numberReturned")->integer() == 1);
    CHECK(document.root().find("links")->size() == 2);
    CHECK(document.root().find("features")->size() == 1);
}

}  // namespace hatang::registry
