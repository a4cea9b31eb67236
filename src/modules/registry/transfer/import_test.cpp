// Import and export against a real database; the large files of the city where they are at hand.
#include <zlib.h>

#include <cstdlib>
#include <filesystem>
#include <sstream>

#include "registry/test_register.hpp"
#include "registry/transfer/file_reader.hpp"

namespace hatang::registry {
namespace {

std::string gzip(const std::string& text) {
    z_stream stream{};
    deflateInit2(&stream, 9, Z_DEFLATED, 15 + 16, 9, Z_DEFAULT_STRATEGY);
    std::string out(deflateBound(&stream, text.size()), '\0');
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
    stream.avail_in = static_cast<uInt>(text.size());
    stream.next_out = reinterpret_cast<Bytef*>(out.data());
    stream.avail_out = static_cast<uInt>(out.size());
    deflate(&stream, Z_FINISH);
    out.resize(out.size() - stream.avail_out);
    deflateEnd(&stream);
    return out;
}

std::string road(int id, std::string_view more, double lon = 105.85) {
    std::ostringstream out;
    out << R"({"type":"Feature","properties":{"osm_id":)" << id << R"(,"highway":"residential")" << more
        << R"(},"geometry":{"type":"LineString","coordinates":[[)" << lon << ",21.03],[" << lon + 0.001
        << ",21.031]]}}";
    return out.str();
}
std::string collection(const std::vector<std::string>& features) {
    std::string all;
    for (const std::string& feature : features) all.append(all.empty() ? "" : ",\n").append(feature);
    return R"({"type":"FeatureCollection","features":[)" + all + "]}";
}
std::string ward(std::string_view code, double west) {
    std::ostringstream out;
    out << R"({"type":"Feature","properties":{"code":")" << code
        << R"(","name":"Ba Đình","fullName":"Phường Ba Đình"},)"
        << R"("geometry":{"type":"Polygon","coordinates":[[[)" << west << ",21],[" << west + 0.1 << ",21],["
        << west + 0.1 << ",21.1],[" << west << ",21.1],[" << west << ",21]]]}}";
    return out.str();
}

Code refusal(TestRegister& r, const std::string& path) {
    try {
        r.import("road", path);
    } catch (const Error& e) {
        return e.code;
    }
    return Code::internal;
}

// Folder of the city's open data, empty where it is absent.
std::string city_data() {
    if (const char* set = std::getenv("HATANG_SHARED_DATA")) return std::string(set) + "/hanoi";
    for (std::filesystem::path at = std::filesystem::current_path(); at != at.root_path();
         at = at.parent_path())
        if (std::filesystem::exists(at / "shared/data/hanoi")) return (at / "shared/data/hanoi").string();
    return "";
}

}  // namespace

TEST_CASE("an import is idempotent and follows its file") {
    TestRegister r;
    const std::string first =
        r.file("a.geojson", collection({road(1, ""), road(2, R"(,"name":"Phố Huế")"), road(3, "")}));
    const ImportReport made = r.import("road", first);
    CHECK(made.created == 3);
    CHECK(made.refused_count == 0);
    const ImportReport again = r.import(
        "road", r.file("a.geojson.gz",
                       gzip(collection({road(1, ""), road(2, R"(,"name":"Phố Huế")"), road(3, "")}))));
    CHECK(again.unchanged == 3);
    CHECK(again.created + again.changed == 0);

    r.clock.advance(kHour);
    const std::string id = r.get("/api/v1/assets?q=pho hue")["items.0.id"];
    REQUIRE(r.patch(id, R"({"attributes":{"remark":"đã sửa tay"}})", "1").status == 200);
    r.clock.advance(kHour);
    const std::string second = r.file(
        "b.geojson", collection({road(1, R"(,"lit":"yes")"), road(2, R"(,"name":"Phố Huế")"), road(4, "")}));
    const ImportReport trial = r.import("road", second, true);
    CHECK(trial.created == 1);
    CHECK(r.count("select count(*) as n from registry.asset") == 3);
    const ImportReport changed = r.import("road", second);
    CHECK(changed.created == 1);
    CHECK(changed.changed == 1);
    CHECK(changed.unchanged == 1);
    CHECK(r.get("/api/v1/assets/" + id)["attributes.remark"] == "đã sửa tay");
    CHECK(r.get("/api/v1/assets?q=duong (1)")["total"] == "1");
    CHECK(r.get("/ogc/collections/road/items")["features.0.properties.lit"] == "true");
    CHECK(r.get("/api/v1/assets/" + id + "/history")["items.1.title_vi"] == "Nhập từ tệp a.geojson");
    CHECK(r.count("select count(*) as n from registry.asset_version where version = 2") == 2);
    CHECK(r.count("select count(*) as n from events.outbox where topic = 'asset.imported'") == 2);
}

TEST_CASE("bad rows are told, good rows go in") {
    TestRegister r;
    const std::string path = r.file(
        "bad.geojson",
        collection(
            {road(1, ""), road(1, ""), R"({"type":"Feature","properties":{},"geometry":{"type":"Point"}})",
             R"({"type":"Feature","properties":{"osm_id":5},"geometry":{"type":"LineString","coordinates":[[21.0,105.8],[21.1,105.8]]}})",
             R"({"type":"Feature","properties":{"osm_id":6},"geometry":{"type":"Point","coordinates":[105.8,21]}})",
             R"({"type":"Feature","properties":{"osm_id":7},"geometry":{"type":"LineString","coordinates":[[105.8,21],[105.8,21]]}})",
             "{\"type\":\"Feature\",\"properties\":{\"name\":\"\xff\"}}", R"({"type":"Feature",})",
             road(9, "")}));
    const ImportReport report = r.import("road", path);
    CHECK(report.created == 2);
    CHECK(report.refused_count == 7);
    std::map<std::int64_t, std::string> codes;
    for (const auto& row : report.refused) codes[row.row] = row.code;
    CHECK(codes[2] == "duplicate_identifier");
    CHECK(codes[3] == "missing_field");
    CHECK(codes[4] == "coordinates_swapped");
    CHECK(codes[5] == "wrong_geometry_type");
    CHECK(codes[6] == "invalid_geometry");
    CHECK(codes[7] == "invalid_utf8");
    CHECK(codes[8] == "invalid_json");
    CHECK(to_json(report).find("\"refused_count\":7") != std::string::npos);
}

TEST_CASE("a broken file imports nothing") {
    TestRegister r;
    const std::string good = collection({road(1, ""), road(2, "")});
    CHECK(refusal(r, r.folder.path + "/absent.geojson") == Code::unreadable_file);
    CHECK(refusal(r, r.folder.path) == Code::unreadable_file);
    CHECK(refusal(r, r.file("cut.geojson", good.substr(0, good.size() - 3))) == Code::invalid_json);
    CHECK(refusal(r, r.file("empty.geojson", "")) == Code::invalid_json);
    CHECK(refusal(r, r.file("cut.gz", gzip(good).substr(0, 60))) == Code::unreadable_file);
    std::string damaged = gzip(good);
    damaged[damaged.size() - 6] = static_cast<char>(damaged[damaged.size() - 6] ^ 0x55);
    CHECK(refusal(r, r.file("damaged.gz", damaged)) == Code::unreadable_file);
    CHECK(refusal(r, r.file("bomb.gz", gzip("{\"type\":\"FeatureCollection\",\"features\":[" +
                                            std::string(64 << 20, ' ')))) == Code::unreadable_file);
    CHECK(r.count("select count(*) as n from registry.asset") == 0);
    CHECK_THROWS_AS(r.import("castle", r.file("x.geojson", good)), Error);
}

TEST_CASE("wards give assets their ward, whichever comes first") {
    TestRegister r;
    r.import("road", r.file("roads.geojson", collection({road(1, "", 105.85), road(2, "", 105.95)})));
    CHECK(r.get("/api/v1/assets?ward=00004")["total"] == "0");
    r.import("ward", r.file("wards.geojson", collection({ward("00004", 105.8), ward("00008", 105.9)})));
    CHECK(r.get("/api/v1/assets?class=road&ward=00004")["total"] == "1");
    CHECK(r.get("/api/v1/assets?class=ward&ward=00004")["total"] == "1");
    r.import("road", r.file("more.geojson", collection({road(3, "", 105.86)})));
    CHECK(r.get("/api/v1/assets?class=road&ward=00004")["items.1.ward"] == "Phường Ba Đình");
    CHECK(r.get("/api/v1/search?q=ba dinh")["items.0.kind"] == "ward");
    const ImportReport crossed = r.import(
        "ward",
        r.file(
            "crossed.geojson",
            collection(
                {R"({"type":"Feature","properties":{"code":"00025","name":"x"},"geometry":{"type":"Polygon",)"
                 R"("coordinates":[[[105,21],[106,22],[106,21],[105,22],[105,21]]]}})"})));
    REQUIRE(crossed.refused.size() == 1);
    CHECK(crossed.refused[0].code == "self_intersection");
}

TEST_CASE("what was exported reads as GeoJSON") {
    TestRegister r;
    r.import("road", r.file("a.geojson", collection({road(1, ""), road(2, "")})));
    const std::string out = r.folder.path + "/out.geojson";
    CHECK(r.database.loop.run_until(r.registry.export_class("road", out)) == 2);
    std::ifstream file(out);
    std::stringstream text;
    text << file.rdbuf();
    const json::Document document = json::parse(text.str());
    CHECK(document.root().find("features")->size() == 2);
    CHECK_THROWS_AS(r.database.loop.run_until(r.registry.export_class("road", "/nowhere/out.geojson")),
                    Error);
}

TEST_CASE("the open data of the city goes in whole, and a second time changes nothing") {
    const std::string data = city_data();
    if (data.empty()) {
        MESSAGE("skipped: shared/data/hanoi is not at hand");
        return;
    }
    TestRegister r;
    const struct {
        const char *class_key, *file;
        std::int64_t rows;
    } files[] = {{"ward", "wards_2025_polygons.geojson.gz", 126},
                 {"road", "roads_osm_2025.geojson.gz", 24'690},
                 {"bridge", "bridges_tunnels_osm_2025.geojson.gz", 611},
                 {"road_point", "road_point_assets_osm_2025.geojson.gz", 9'340}};
    for (const bool again : {false, true})
        for (const auto& f : files) {
            CAPTURE(std::string(f.file));
            const ImportReport report = r.import(f.class_key, data + "/" + f.file);
            CHECK(report.created == (again ? 0 : f.rows));
            CHECK(report.unchanged == (again ? f.rows : 0));
            CHECK(report.changed == 0);
            CHECK(report.refused_count == 0);
            if (!report.refused.empty()) MESSAGE(report.refused[0].reason_en, " ", report.refused[0].where);
            MESSAGE(f.class_key, ": ", report.seconds, " s");
            const std::string items = "/ogc/collections/" + std::string(f.class_key) + "/items?limit=1";
            CHECK(r.get(items)["numberMatched"] == std::to_string(f.rows));
        }
    CHECK(r.get("/api/v1/search?q=cau vinh tuy")["items.0.label"] == "Cầu Vĩnh Tuy");
    CHECK(r.count("select count(*) as n from registry.asset where ward_code is null") < 100);
}

}  // namespace hatang::registry
