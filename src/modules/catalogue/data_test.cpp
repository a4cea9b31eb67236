#include "catalogue/data.hpp"

#include <doctest/doctest.h>

#include <set>

#include "catalogue/dates.hpp"
#include "catalogue/schema/json_schema.hpp"

namespace hatang {
std::span<const EmbeddedFile> embedded_catalogue();
}

using namespace hatang;
using namespace hatang::catalogue;

namespace {

const Data& data() {
    static const Data read = read_data(embedded_catalogue());
    return read;
}
constexpr const char* day = "2026-11-24";

}  // namespace

TEST_CASE("the 126 wards") {
    const WardIndex& wards = data().wards;
    CHECK(wards.by_code.size() == 126);
    int phuong = 0;
    for (const auto& [code, ward] : wards.by_code) {
        CHECK(code.size() == 5);
        CHECK((ward.kind == "phường" || ward.kind == "xã"));
        phuong += ward.kind == "phường";
    }
    CHECK(phuong == 51);
    CHECK(wards.by_code.at("00004").name == "Ba Đình");
    CHECK(wards.by_code.at("00175").name == "Yên Hoà");
    CHECK(wards.by_code.at("00226").name == "Văn Miếu - Quốc Tử Giám");
    CHECK(wards.by_code.at("10489").kind == "xã");
}

TEST_CASE("every class is sound") {
    std::set<std::string> domains, keys, used;
    for (const Domain& d : data().domains) domains.insert(d.key);
    const std::set<std::string> types{"Point", "LineString", "MultiLineString", "Polygon", "MultiPolygon"};
    for (const AssetClass& c : data().classes.all()) {
        CAPTURE(c.key);
        keys.insert(c.key);
        CHECK(domains.contains(c.domain));
        CHECK(!c.name_vi.empty());
        CHECK(!c.name_en.empty());
        CHECK(!c.geometry.empty());
        for (const std::string& type : c.geometry) CHECK(types.contains(type));
        for (const std::string& code : c.grading) CHECK(data().grading.find(code, day) != nullptr);
        CHECK(is_date(c.valid_from));
        CHECK((c.type_code.empty() || !c.legal_basis.empty()));
        used.insert(c.domain);
        const json::Value schema = data().classes.schema(c);
        CHECK(schema.find("additionalProperties")->boolean() == false);
        for (const auto [name, property] : schema.find("properties")->members()) {
            CAPTURE(name);
            CHECK(property.find("title"));
            CHECK(property.find("title_en"));
        }
    }
    CHECK(used == domains);  // no domain without a class
    CHECK(keys.size() == data().classes.all().size());
}

TEST_CASE("every attribute stands in one group of its form") {
    for (const AssetClass& c : data().classes.all()) {
        CAPTURE(c.key);
        const json::Value schema = data().classes.schema(c);
        std::multiset<std::string> grouped;
        for (const json::Value group : schema.find("groups")->items()) {
            CHECK(group.find("title_en"));
            for (const json::Value name : group.find("properties")->items()) grouped.emplace(name.text());
        }
        for (const auto [name, property] : schema.find("properties")->members()) {
            CAPTURE(name);
            CHECK(grouped.count(std::string(name)) == (property.find("type")->text() == "object" ? 0 : 1));
        }
    }
}

TEST_CASE("conditions speak of attributes that the class has") {
    for (const AssetClass& c : data().classes.all()) {
        CAPTURE(c.key);
        const json::Value schema = data().classes.schema(c), properties = *schema.find("properties");
        const auto known = [&](json::Value condition) {
            if (const auto named = condition.find("properties"))
                for (const auto [name, test] : named->members()) {
                    CAPTURE(name);
                    REQUIRE(properties.find(name));
                    const auto listed = properties.find(name)->find("enum");
                    if (const auto wanted =
                            test.kind() == json::Kind::object ? test.find("enum") : std::nullopt;
                        wanted && listed)
                        for (const json::Value value : wanted->items())
                            CHECK(listed->dump().find(value.dump()) != std::string::npos);
                }
            if (const auto required = condition.find("required"))
                for (const json::Value name : required->items()) CHECK(properties.find(name.text()));
        };
        if (const auto all = schema.find("allOf"))
            for (const json::Value one : all->items())
                for (const char* part : {"if", "then", "else"})
                    if (const auto branch = one.find(part)) known(*branch);
        for (const auto [name, wanted] : schema.find("dependentRequired")->members()) {
            CHECK(properties.find(name));
            for (const json::Value other : wanted.items()) CHECK(properties.find(other.text()));
        }
    }
}

TEST_CASE("the mandatory core of the national database, with its legal basis") {
    const auto core = [&](const char* key) {
        std::string out;
        const auto mandatory = data().classes.schema(*data().classes.find(key, day)).find("mandatory");
        for (const json::Value entry : mandatory->items()) {
            CHECK(entry.find("legal_basis")->text() == "TT 39/2026/TT-BXD, Phụ lục III");
            for (const json::Value name : entry.find("properties")->items())
                out.append(name.text()).append(" ");
        }
        return out;
    };
    CHECK(core("road") ==
          "category roadbed_width_m carriageway_width_m length_m lanes surface design_speed_kmh ");
    CHECK(core("bridge") == "width_m length_m span_layout structure substructure ");
    CHECK(core("tunnel") == "width_m length_m structure tubes lanes surface ");
    CHECK(core("port") == "berth_height_m berth_area_m2 depth_m ");
}

TEST_CASE("a class has a version for each day") {
    const ClassIndex& classes = data().classes;
    REQUIRE(classes.find("bridge", day));
    CHECK(classes.find("bridge", day)->type_code == "IV.4");
    CHECK(classes.find("bridge", "2026-06-30") == nullptr);
    CHECK(classes.find("ward", "2025-07-01") != nullptr);
    CHECK(classes.find("bridges", day) == nullptr);
    CHECK(classes.valid(day).size() == classes.all().size());
}

TEST_CASE("imported tags and typed attributes pass, others do not") {
    const ClassIndex& classes = data().classes;
    const auto check = [&](const char* key, const char* attributes) -> std::string {
        const json::Document document = json::parse(attributes);
        const auto error =
            schema_violation(classes.schema(*classes.find(key, day)), document.root(), "/attributes");
        return error ? error->where + " " + error->args.at(0) : "";
    };
    CHECK(
        check(
            "road",
            R"({"lanes": 2, "surface": "asphalt", "osm_tags": {"highway": "primary", "name:en": "Dike Road"}})") ==
        "");
    CHECK(check("bridge", R"({"span_layout": "3x33", "osm_tags": {"bridge": "yes"}})") == "");
    CHECK(check("road_point", R"({"kind": "crossing", "osm_tags": {"highway": "crossing"}})") == "");
    CHECK(check("bridge", R"({"osm_tags": {"layer": 1}})") == "/attributes/osm_tags/layer type: string");
    CHECK(check("lamp", R"({"osm_tags": {}})") == "/attributes/osm_tags additionalProperties: false");
    CHECK(check("bridge_span", "{}") == "/attributes/number required: number");
    CHECK(check("road", R"({"surface": "lava"})").starts_with("/attributes/surface enum: asphalt"));
    CHECK(
        check("mining_licence", R"({"number": "1", "corners": [{"northing_m": 2325000, "easting_m": 588000}],
                                      "central_meridian": "105-00"})") == "");
    CHECK(check("mining_licence",
                R"({"number": "1", "corners": [{"northing_m": 2325000}], "central_meridian": "105-00"})") ==
          "/attributes/corners/0/easting_m required: easting_m");
    CHECK(check("mining_licence", R"({"number": "1", "state": "revoked"})") ==
          "/attributes/ended_on required: ended_on");
}

TEST_CASE("a code list reaches the schema with its names") {
    const json::Value surface =
        *data().classes.schema(*data().classes.find("road", day)).find("properties")->find("surface");
    CHECK(surface.find("enum")->size() == data().code_lists.at("surface").codes.size());
    CHECK(surface.find("enum_titles")->find("asphalt")->text() == "Bê tông nhựa");
    CHECK(surface.find("enum_titles_en")->find("asphalt")->text() == "Asphalt");
}

TEST_CASE("days of the city") {
    CHECK(city_date(*parse_rfc3339("2026-06-30T16:59:59Z")) == "2026-06-30");
    CHECK(city_date(*parse_rfc3339("2026-06-30T17:00:00Z")) == "2026-07-01");
    CHECK(is_date("2026-02-28"));
    CHECK(!is_date("2026-02-30"));
    CHECK(!is_date("2026-2-3"));
    CHECK(valid_on("2026-07-01", "2026-07-01", ""));
    CHECK(!valid_on("2026-07-01", "2025-07-01", "2026-07-01"));
}
