// The register against a real database, through its routes.
#include "registry/test_register.hpp"

namespace hatang::registry {
namespace {

constexpr const char* vinh_tuy = R"({"class":"bridge","name":"Cầu Vĩnh Tuy","name_en":"Vinh Tuy Bridge",
    "attributes":{"length_m":3778,"lanes":4},"identifiers":[{"kind":"national","value":"HN-CAU-0007"}],
    "geometry":{"type":"LineString","coordinates":[[105.8717,20.9945],[105.8853,21.0086]]}})";

std::string point(std::string_view name, std::string_view more = "") {
    return R"({"class":"lamp","name":")" + std::string(name) +
           R"(","geometry":{"type":"Point","coordinates":[105.85,21.03]})" + std::string(more) + "}";
}
std::string with_geometry(std::string_view class_key, std::string_view geometry, std::string_view more = "") {
    return R"({"class":")" + std::string(class_key) + R"(","name":"x","geometry":)" + std::string(geometry) +
           std::string(more) + "}";
}

}  // namespace

TEST_CASE("an asset is registered, read, found and told of") {
    TestRegister r;
    const Answer made = r.post(vinh_tuy);
    REQUIRE(made.status == 201);
    CHECK(made["version"] == "1");
    CHECK(made["domain"] == "bridge");
    CHECK(made["level"] == "work");
    CHECK(made["geometry.type"] == "LineString");
    CHECK(made["identifiers.0.value"] == "HN-CAU-0007");
    CHECK(made.header("ETag") == "\"1\"");
    const std::string id = made["id"];
    CHECK(made.header("Location") == "/api/v1/assets/" + id);
    CHECK(r.get("/api/v1/assets/" + id).body == made.body);

    for (const char* q : {"cau vinh tuy", "Vĩnh Tuy", "VINH", "hn-cau", "tuy bridge"}) {
        CAPTURE(q);
        CHECK(r.get("/api/v1/search?q=" + std::string(q))["items.0.id"] == id);
        CHECK(r.get("/api/v1/assets?q=" + std::string(q))["total"] == "1");
    }
    CHECK(r.get("/api/v1/search?q=21.03,105.85")["items.0.kind"] == "coordinates");
    CHECK(r.get("/api/v1/search?q=cau")["items.0.kind"] == "class");
    CHECK(r.get("/api/v1/assets?bbox=105.87,20.99,105.88,21.0")["total"] == "1");
    CHECK(r.get("/api/v1/assets?bbox=105.87,21.0,105.872,21.01")["total"] == "0");
    CHECK(r.get("/api/v1/assets/" + id + "/history")["items.0.kind"] == "asset_created");
    CHECK(r.count("select count(*) as n from events.outbox where topic = 'asset.changed'") == 1);
    CHECK(r.count("select count(*) as n from security.audit_log where action = 'asset.create'") == 1);
}

TEST_CASE("both spellings of a name meet") {
    TestRegister r;
    r.post(point("Đèn phố Hoà Mã"));
    CHECK(r.get("/api/v1/search?q=Hòa Mã")["items.0.label"] == "Đèn phố Hoà Mã");
    CHECK(r.get("/api/v1/search?q=hoa ma")["items.0.label"] == "Đèn phố Hoà Mã");
}

TEST_CASE("changes keep every state, in both times") {
    TestRegister r;
    const std::string id =
        r.post(point("Đèn 1", R"(,"attributes":{"power_w":150},"valid_from":"2026-01-01T00:00:00Z")"))["id"];
    const std::string asset = "/api/v1/assets/" + id;
    r.clock.advance(kHour);  // 02:30
    const Answer second = r.patch(id, R"({"attributes":{"power_w":100},"reason":"Thay đèn LED"})", "1");
    REQUIRE(second.status == 200);
    CHECK(second["version"] == "2");
    CHECK(second["attributes.power_w"] == "100");
    r.clock.advance(kHour);  // 03:30
    // What was learned late: it had been so since June.
    REQUIRE(r.patch(id, R"({"name":"Đèn 1A","valid_from":"2026-06-01T00:00:00Z"})", "2").status == 200);

    CHECK(r.get(asset + "?as_of=2026-03-01T00:00:00Z")["name"] == "Đèn 1");
    CHECK(r.get(asset + "?as_of=2026-03-01T00:00:00Z")["attributes.power_w"] == "150");
    CHECK(r.get(asset + "?as_of=2026-07-01T00:00:00Z")["name"] == "Đèn 1A");
    const std::string belief = "&recorded_as_of=2026-11-24T03:00:00Z";
    CHECK(r.get(asset + "?as_of=2026-07-01T00:00:00Z" + belief)["name"] == "Đèn 1");
    CHECK(r.get(asset + "?as_of=2026-07-01T00:00:00Z" + belief)["attributes.power_w"] == "150");
    CHECK(r.get(asset + "?as_of=2026-11-24T02:45:00Z" + belief)["attributes.power_w"] == "100");
    CHECK(r.get(asset + "?as_of=2025-12-31T00:00:00Z").status == 404);
    CHECK(r.get(asset + "?recorded_as_of=2026-11-24T01:00:00Z").status == 404);
    CHECK(r.get(asset + "?as_of=2026-11-24T04:00:00Z").header("ETag").empty());

    const Answer versions = r.get(asset + "/versions");
    CHECK(versions["items.0.version"] == "3");
    CHECK(versions["items.0.valid_to"] == "null");
    CHECK(versions["items.0.changed_by"] == "quan_tri");
    CHECK(r.count("select count(*) as n from registry.asset_version where asset_id = " + id) == 5);
    CHECK(r.get(asset + "/versions?limit=1")["next"] != "null");
    CHECK(r.get(asset + "/history")["items.1.title_vi"] == "Cập nhật: thuộc tính");
}

TEST_CASE("a change needs the version it was made on, and none is made for nothing") {
    TestRegister r;
    const std::string id = r.post(point("Đèn 1"))["id"];
    CHECK(r.ask(http::Method::patch, "/api/v1/assets/" + id, R"({"name":"a"})")["code"] ==
          "precondition_required");
    CHECK(r.patch(id, R"({"name":"a"})", "7")["code"] == "precondition_failed");
    CHECK(r.patch(id, R"({"name":"Đèn 1"})", "1")["version"] == "1");
    CHECK(r.patch(id, R"({"geometry":{"type":"Point","coordinates":[105.850,21.030]}})", "1")["version"] ==
          "1");
    CHECK(r.patch("999", R"({"name":"a"})", "1")["code"] == "not_found");
    CHECK(r.patch(id, R"({"class":"road"})", "1")["code"] == "unknown_field");
    CHECK(r.patch(id, R"({"attributes":{"power_w":"many"}})", "1")["code"] == "schema_violation");
    CHECK(r.ask(http::Method::del, "/api/v1/assets/" + id, "", "\"1\"").status == 204);
    CHECK(r.get("/api/v1/assets/" + id)["status"] == "retired");
    CHECK(r.get("/api/v1/search?q=den 1")["items"] == "[]");
}

TEST_CASE("bad input is named and changes nothing") {
    TestRegister r;
    const auto refusal = [&](const std::string& body) {
        const Answer a = r.post(body);
        return a["code"] + " " + a["where"];
    };
    const std::string swapped = R"({"type":"Point","coordinates":[21.03,105.85]})";
    CHECK(refusal("{").starts_with("invalid_json"));
    CHECK(refusal(point("\xff")).starts_with("invalid_utf8"));
    CHECK(refusal(R"({"name":"x"})") == "missing_field /class");
    CHECK(refusal(R"({"class":"castle","name":"x"})") == "unknown_class /class");
    CHECK(refusal(R"({"class":"lamp","name":""})") == "text_empty /name");
    CHECK(refusal(R"({"class":"lamp","name":5})") == "wrong_type /name");
    CHECK(refusal(R"({"class":"lamp","name":"x","colour":"red"})") == "unknown_field /colour");
    CHECK(refusal(R"({"class":"lamp","name":"x","status":"lost"})") == "invalid_value /status");
    CHECK(refusal(point("x", R"(,"valid_from":"2026-11-24T02:00:00Z")")) == "time_in_future /valid_from");
    CHECK(refusal(point("x", R"(,"valid_from":"today")")) == "invalid_time /valid_from");
    CHECK(refusal(point("x", R"(,"attributes":{"power_w":"many"})"))
              .starts_with("schema_violation /attributes/power_w"));
    CHECK(refusal(point("x", R"(,"attributes":[])")) == "wrong_type /attributes");
    CHECK(refusal(point("x", R"(,"owner_id":77)")) == "unknown_organisation /owner_id");
    CHECK(refusal(point("x", R"(,"parent_id":77)")) == "unknown_parent /parent_id");
    CHECK(refusal(point("x", R"(,"crs":"EPSG:2154")")) == "unknown_crs /crs");
    CHECK(refusal(point("x", R"(,"identifiers":[{"kind":"gso","value":"1"}])")) ==
          "invalid_identifier /identifiers/0/value");
    CHECK(refusal(with_geometry("lamp", swapped)).starts_with("coordinates_swapped /geometry"));
    CHECK(refusal(with_geometry("lamp", R"({"type":"Point","coordinates":[400,21]})"))
              .starts_with("coordinates_outside_world"));
    CHECK(refusal(with_geometry("lamp", R"({"type":"Point","coordinates":[NaN,21]})"))
              .starts_with("invalid_json"));
    CHECK(refusal(with_geometry("lamp", R"({"type":"LineString","coordinates":[[105,21],[106,21]]})")) ==
          "wrong_geometry_type /geometry/type");
    CHECK(refusal(with_geometry(
              "park",
              R"({"type":"Polygon","coordinates":[[[105,21],[106,22],[106,21],[105,22],[105,21]]]})")) ==
          "self_intersection /geometry");
    CHECK(r.post(vinh_tuy).status == 201);
    CHECK(refusal(vinh_tuy) == "duplicate_identifier /identifiers");
    CHECK(r.count("select count(*) as n from registry.asset") == 1);
    CHECK(r.count("select count(*) as n from registry.identifier") == 1);
    CHECK(r.count("select count(*) as n from events.outbox where topic like 'asset.%'") == 1);
}

TEST_CASE("national coordinates are stored as WGS 84") {
    TestRegister r;
    const Answer made = r.post(with_geometry("lamp", R"({"type":"Point","coordinates":[588100.0,2325800.0]})",
                                             R"(,"crs":"EPSG:5897")"));
    REQUIRE(made.status == 201);
    CHECK(std::stod(made["lon"]) == doctest::Approx(105.85).epsilon(0.001));
    CHECK(std::stod(made["lat"]) == doctest::Approx(21.03).epsilon(0.001));
    const Answer high =
        r.post(with_geometry("lamp", R"({"type":"Point","coordinates":[105.85,21.03,12.5]})"));
    CHECK(high["geometry.coordinates"] == "[105.85,21.03,12.5]");
}

TEST_CASE("parts lie below their whole and never in a ring") {
    TestRegister r;
    const std::string bridge = r.post(vinh_tuy)["id"];
    const auto part = [&](std::string_view class_key, const std::string& parent,
                          std::string_view attributes) {
        return r.post(R"({"class":")" + std::string(class_key) + R"(","name":"x","parent_id":)" + parent +
                      R"(,"attributes":)" + std::string(attributes) + "}");
    };
    const std::string pier = part("bridge_pier", bridge, R"({"number":"T1"})")["id"];
    const std::string bearing = part("bearing", pier, "{}")["id"];
    CHECK(r.get("/api/v1/assets/" + bridge + "/children")["items.0.id"] == pier);
    CHECK(r.patch(bridge, R"({"parent_id":)" + pier + "}", "1")["code"] == "hierarchy_cycle");
    CHECK(part("bridge_pier", bearing, R"({"number":"T2"})")["code"] == "invalid_hierarchy");
    const std::string other = r.post(point("x"))["id"];
    CHECK(r.patch(other, R"({"parent_id":)" + other + "}", "1")["code"] == "hierarchy_cycle");
    CHECK(r.get("/api/v1/assets/999/children").status == 404);
}

TEST_CASE("lists and collections go page by page") {
    TestRegister r;
    for (int i = 0; i < 5; ++i) r.post(point("Đèn " + std::to_string(i)));
    std::string cursor, seen;
    do {
        const Answer page = r.get("/api/v1/assets?class=lamp&limit=2" + cursor);
        CHECK(page["total"] == "5");
        seen += page["items.0.name"] + page["items.1.name"];
        cursor = page["next"] == "null" ? "" : "&cursor=" + page["next"];
    } while (!cursor.empty());
    CHECK(seen == "Đèn 0Đèn 1Đèn 2Đèn 3Đèn 4(absent)");

    const Answer features = r.get("/ogc/collections/lamp/items?limit=2");
    CHECK(features["numberMatched"] == "5");
    CHECK(features["numberReturned"] == "2");
    CHECK(features["links.1.rel"] == "next");
    const Answer rest = r.get(features["links.1.href"]);
    CHECK(rest["features.0.properties.name"] == "Đèn 2");
    CHECK(r.get("/ogc/collections/lamp/items/" + rest["features.0.id"])["geometry.type"] == "Point");
    CHECK(r.get("/ogc/collections/castle/items").status == 404);
    CHECK(r.get("/ogc/collections/lamp/items?colour=red")["code"] == "unknown_parameter");
    CHECK(r.get("/ogc/collections/lamp/items?bbox=1,2,3")["code"] == "invalid_parameter");
    CHECK(r.get("/ogc/collections/lamp/items?limit=0")["code"] == "invalid_parameter");
    CHECK(r.get("/ogc/collections/lamp/items?limit=99999")["numberReturned"] == "5");
    CHECK(r.get("/ogc/collections/lamp/items?bbox=0,0,1,1")["numberMatched"] == "0");
    CHECK(r.get("/api/v1/assets?limit=1001")["code"] == "invalid_parameter");
    CHECK(r.get("/api/v1/assets?cursor=x")["code"] == "invalid_parameter");
    CHECK(r.get("/api/v1/assets/abc").status == 404);
}

}  // namespace hatang::registry
