// The pure parts of OGC API Features; the whole is tested through its routes in tests/conformance.
#include <doctest/doctest.h>

#include "registry/features/documents.hpp"
#include "registry/features/feature_body.hpp"
#include "registry/features/feature_texts.hpp"
#include "registry/features/formats.hpp"
#include "registry/features/html.hpp"
#include "registry/features/keyset.hpp"
#include "registry/features/parameters.hpp"

namespace hatang::registry {
namespace {

const catalogue::AssetClass& lamp_class() {
    static const catalogue::AssetClass c = [] {
        catalogue::AssetClass made;
        made.key = "lamp";
        made.domain = "lighting";
        made.name_vi = "Đèn";
        made.name_en = "Lamp";
        made.geometry = {"Point"};
        made.schema_json =
            R"({"type":"object","additionalProperties":false,"required":["kind"],"properties":{)"
            R"("kind":{"type":"string","title":"Loại","title_en":"Kind","enum":["led","hps"]},)"
            R"("power_w":{"type":"number","title":"Công suất","title_en":"Power","minimum":0},)"
            R"("heads":{"type":"integer","title":"Số bóng"},"source":{"type":"string","title":"Nguồn sáng"},)"
            R"("tags":{"type":"object"}}})";
        return made;
    }();
    return c;
}
const Collection& lamps() {
    static const Collection c = collection_of(lamp_class());
    return c;
}
const Property& property(std::string_view name) { return lamps().properties[*lamps().find(name)]; }

FeatureBody body(std::string_view text) {
    const json::Document document = json::parse(text);
    return json::read<FeatureBody>(document.root());
}
std::string code_of(const Error& e) { return std::string(error_info(e.code).code) + " " + e.where; }
template <class Call>
std::string refusal(Call call) {
    try {
        call();
    } catch (const Error& e) {
        return code_of(e);
    }
    return "taken";
}

}  // namespace

TEST_CASE("datetime is an instant, a day of Hà Nội or an interval") {
    const Instant day = *parse_rfc3339("2026-11-24T00:00:00Z"),
                  evening = *parse_rfc3339("2026-11-24T16:59:59.999999Z");
    CHECK(datetime_end("2026-11-24T00:00:00Z") == day);
    CHECK(datetime_end("2026-11-24") == evening);
    CHECK(datetime_end("2026-01-01/2026-11-24") == evening);
    CHECK(datetime_end("../2026-11-24T00:00:00Z") == day);
    CHECK(datetime_end("/2026-11-24T00:00:00Z") == day);
    CHECK(datetime_end("2026-01-01T00:00:00Z/2026-11-24T00:00:00Z") == day);
    CHECK_FALSE(datetime_end("2026-11-24T00:00:00Z/.."));
    CHECK_FALSE(datetime_end("2026-11-24T00:00:00Z/"));
    CHECK_FALSE(datetime_end("../.."));
    for (const char* bad : {"", "..", "yesterday", "2026-13-24", "2026-11-24T00:00:00Z/2026-01-01T00:00:00Z",
                            "x/..", "2026-11-24/2026-11-25/2026-11-26"}) {
        CAPTURE(bad);
        CHECK(refusal([&] { datetime_end(bad); }) == "invalid_parameter datetime");
    }
}

TEST_CASE("a collection knows its properties") {
    CHECK(lamps().renamed);
    CHECK(property("attribute_source").member == "source");
    CHECK(property("source").member.empty());
    CHECK(property("kind").required);
    CHECK(property("tags").order.empty());
    CHECK_FALSE(property("tags").queryable());
    CHECK(property("class").read_only);
    CHECK(lamps().queryables.find("power_w")->type == cql2::Type::number);
    CHECK(lamps().queryables.find("tags") == nullptr);
    CHECK(lamps().queryables.find("geometry")->type == cql2::Type::geometry);
}

TEST_CASE("sortby is a list of sortables with directions") {
    const std::vector<SortKey> keys = sort_parameter("-power_w,+name, kind", lamps());
    REQUIRE(keys.size() == 3);
    CHECK(keys[0].descending);
    CHECK(keys[1].property == &property("name"));
    CHECK_FALSE(keys[2].descending);
    CHECK(sort_parameter("name,-name,id,kind", lamps()).size() == 2);
    for (const char* bad : {"", "colour", "tags", "name,,kind", "geometry"})
        CHECK(refusal([&] { sort_parameter(bad, lamps()); }) == "invalid_parameter sortby");
}

TEST_CASE("a cursor carries the values of the last feature") {
    const std::vector<SortKey> keys = sort_parameter("-power_w,name", lamps());
    CHECK(page_cursor({}, 7) == "i7");
    const std::string cursor = page_cursor({"150.5", ""}, 7);
    CHECK(cursor == "[150.5,null,7]");
    db::Where where;
    add_after(where, keys, cursor);
    const std::string power = property("power_w").order, name = property("name").order;
    CHECK(where.text() == "(" + power + " < $1 or " + power + " is null or (" + power + " = $1 and ((" +
                              name + " is null and a.id > $2))))");
    db::Where by_id;
    add_after(by_id, {}, "i7");
    CHECK(by_id.text() == "a.id > $1");
    db::Where down;
    add_after(down, sort_parameter("-id", lamps()), "i7");
    CHECK(down.text() == "a.id < $1");
    for (const char* bad : {"i7", "[1,2]", "[\"x\",\"y\",7]", "[1,\"a\",\"7\"]", "[1,\"a\",7,8]", "", "{"}) {
        CAPTURE(bad);
        db::Where out;
        CHECK(refusal([&] { add_after(out, keys, bad); }) == "invalid_parameter cursor");
    }
}

TEST_CASE("coordinate systems are named by URI") {
    CHECK(crs_parameter(std::nullopt, "crs").uri == geo::crs84().uri);
    CHECK(content_crs("<http://www.opengis.net/def/crs/EPSG/0/5897>").crs == geo::Crs::vn2000_hanoi);
    CHECK(refusal([] { crs_parameter("http://www.opengis.net/def/crs/EPSG/0/9999", "bbox-crs"); }) ==
          "invalid_parameter bbox-crs");
    CHECK(refusal([] { content_crs("5897"); }) == "invalid_parameter Content-Crs");
}

TEST_CASE("the form of an answer is negotiated") {
    constexpr Format offered[] = {Format::json, Format::html, Format::geojson_seq};
    const auto chosen = [&](std::string accept, std::optional<std::string> f = {}) {
        http::Request request;
        if (!accept.empty()) request.headers.emplace_back("Accept", accept);
        return format_of(request, f, offered);
    };
    CHECK(chosen("") == Format::json);
    CHECK(chosen("*/*") == Format::json);
    CHECK(chosen("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8") == Format::html);
    CHECK(chosen("text/html;q=0.1, application/geo+json") == Format::json);
    CHECK(chosen("application/geo+json-seq") == Format::geojson_seq);
    CHECK(chosen("image/png") == Format::json);
    CHECK(chosen("text/html", "json") == Format::json);
    CHECK(chosen("", "geojson") == Format::json);
    CHECK(refusal([&] { chosen("", "fgb"); }) == "invalid_parameter f");
}

TEST_CASE("addresses are those that the client uses") {
    http::Request request;
    CHECK(base_url(request).empty());
    request.headers.emplace_back("Host", "ha-tang.example.vn:8443");
    CHECK(base_url(request) == "http://ha-tang.example.vn:8443");
    request.secure = true;
    CHECK(base_url(request) == "https://ha-tang.example.vn:8443");
    request.headers[0].second = "a\"><script>";
    CHECK(base_url(request).empty());
}

TEST_CASE("a feature becomes a work") {
    const AssetCreate made = create_of(
        body(
            R"({"type":"Feature","id":9,"geometry":{"type":"Point","coordinates":[21,105]},"properties":)"
            R"({"name":"Đèn 1","kind":"led","attribute_source":"LED","source":"Hồ sơ","version":3,"class":"lamp",)"
            R"("power_w":null}})"),
        lamps(), *geo::crs_of_uri("EPSG:4326"));
    CHECK(made.class_key == "lamp");
    CHECK(made.source == "Hồ sơ");
    CHECK(made.attributes->json == R"({"kind":"led","source":"LED"})");
    CHECK(made.geometry->json == R"({"type":"Point","coordinates":[105,21]})");
    const auto refused = [](std::string_view properties) {
        return refusal([&] {
            create_of(
                body(R"({"type":"Feature","geometry":null,"properties":)" + std::string(properties) + "}"),
                lamps(), geo::crs84());
        });
    };
    CHECK(refused(R"({"name":"x","colour":1})") == "unknown_field /properties/colour");
    CHECK(refused(R"({"name":"x","class":"road"})") == "invalid_value /properties/class");
    CHECK(refused(R"([1])") == "wrong_type /properties");
    CHECK(refusal([] { create_of(body(R"({"type":"Feature","properties":{}})"), lamps(), geo::crs84()); }) ==
          "missing_field /geometry");
}

TEST_CASE("a replacement clears what is not said, but for the sensitivity") {
    AssetView present;
    present.attributes.json = R"({"kind":"led","power_w":100})";
    present.valid_from = *parse_rfc3339("2026-11-24T00:00:00Z");
    const AssetPatch patch =
        replacement_of(body(R"({"type":"Feature","geometry":null,"properties":{"name":"Đèn","kind":"hps",)"
                            R"("valid_from":"2026-11-24T00:00:00Z"}})"),
                       lamps(), geo::crs84(), present);
    CHECK(patch.attributes->json == R"({"kind":"hps","power_w":null})");
    CHECK(patch.address.given);
    CHECK_FALSE(patch.address.value);
    CHECK(patch.geometry.given);
    CHECK(patch.identifiers->empty());
    CHECK_FALSE(patch.sensitivity);
    CHECK_FALSE(patch.valid_from);
}

TEST_CASE("a merge patch says only what changes") {
    const AssetPatch patch =
        patch_of(body(R"({"properties":{"power_w":null,"address":null,"heads":2}})"), lamps(), geo::crs84());
    CHECK(patch.attributes->json == R"({"power_w":null,"heads":2})");
    CHECK(patch.address.given);
    CHECK_FALSE(patch.geometry.given);
    CHECK_FALSE(patch.name);
    CHECK(code_of(in_feature(Error(Code::text_empty, "/name"))) == "text_empty /properties/name");
    CHECK(code_of(in_feature(Error(Code::schema_violation, "/attributes/kind"))) ==
          "schema_violation /properties/kind");
    CHECK(code_of(in_feature(Error(Code::invalid_geometry, "/geometry/coordinates"))) ==
          "invalid_geometry /geometry/coordinates");
    CHECK(code_of(in_feature(Error(Code::precondition_failed, "If-Match"))) ==
          "precondition_failed If-Match");
}

TEST_CASE("the documents are JSON") {
    const Extents extents{{"lamp", {5, 105, 20, 106, 21, Instant{0}}}};
    for (const std::string& text :
         {landing_json("http://x"), conformance_json(), api_json("http://x"),
          collections_json("", {&lamps()}, extents), collection_json("", lamps(), nullptr),
          schema_json("", lamps(), SchemaKind::schema), schema_json("", lamps(), SchemaKind::queryables),
          schema_json("", lamps(), SchemaKind::sortables)})
        CHECK(json::parse(text).root().kind() == json::Kind::object);
    const json::Document schema = json::parse(schema_json("", lamps(), SchemaKind::schema));
    const json::Value properties = *schema.root().find("properties");
    CHECK(properties.find("geometry")->find("format")->text() == "geometry-point");
    CHECK(properties.find("version")->find("readOnly")->boolean());
    CHECK(properties.find("kind")->find("enum")->size() == 2);
}

TEST_CASE("a kept text holds for one state of its row, and all of them stay below their bound") {
    FeatureTexts texts(1'000);
    CHECK_FALSE(texts.find(7, 1));
    texts.put(7, 1, "one");
    REQUIRE(texts.find(7, 1));
    CHECK(*texts.find(7, 1) == "one");
    CHECK_FALSE(texts.find(7, 2));
    CHECK_FALSE(texts.find(8, 1));
    texts.put(7, 2, "two");
    CHECK_FALSE(texts.find(7, 1));
    const std::size_t one = texts.bytes();
    texts.put(7, 3, "three");
    CHECK(texts.bytes() == one + 2);

    const FeatureTexts::Text held = texts.find(7, 3);
    for (std::int64_t id = 100; id < 200; ++id) {
        texts.put(id, 1, std::string(100, 'x'));
        CHECK(texts.bytes() <= 1'000);
        CHECK(texts.find(id, 1));
    }
    CHECK_FALSE(texts.find(7, 3));
    CHECK(*held == "three");
    CHECK(*texts.put(9, 1, std::string(2'000, 'y')) == std::string(2'000, 'y'));
    CHECK_FALSE(texts.find(9, 1));
}

TEST_CASE("pages escape what they show") {
    CHECK(escaped("<a href=\"x\">'&") == "&lt;a href=&quot;x&quot;&gt;&#39;&amp;");
    CHECK(landing_page("http://x").find("<script") == std::string::npos);
}

}  // namespace hatang::registry
