// What a filter costs before it reaches the database: read the text, check it against queryables, write the
// SQL. Over the examples of the standard when they are at hand, and filters of a city. The peer parses the
// same texts and no more. Last line: a JSON array of {name, value, unit, peer, peer_value, ratio}. Run by
// bench/cql2.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstring>
#include <filesystem>

#include "cql2/cql2.hpp"
#include "json/writer.hpp"
#include "support/child.hpp"

namespace {

using namespace hatang;
using cql2::Type;
using SteadyClock = std::chrono::steady_clock;
namespace fs = std::filesystem;

// Those of the register, and the names that the examples of the standard use.
cql2::Queryables queryables() {
    cql2::Queryables out{{
        {.name = "name", .type = Type::text, .sql = "a.name", .folded_sql = "a.name_folded"},
        {.name = "status", .type = Type::text, .sql = "a.status"},
        {.name = "ward_code", .type = Type::text, .sql = "a.ward_code"},
        {.name = "valid_from", .type = Type::instant, .sql = "a.valid_from"},
        {.name = "other_names", .type = Type::text_array, .sql = "a.other_names"},
        {.name = "geometry", .type = Type::geometry, .sql = "a.geom"},
        {.name = "lanes", .type = Type::integer, .sql = "(a.attributes ->> 'lanes')::bigint"},
        {.name = "length_m", .type = Type::number, .sql = "(a.attributes ->> 'length_m')::float8"},
    }};
    const auto add = [&](Type type, const char* sql, std::initializer_list<const char*> names) {
        for (const char* name : names) out.items.push_back({.name = name, .type = type, .sql = sql});
    };
    add(Type::number, "a.n",
        {"value", "foo", "bar", "x", "floors", "taxes", "depth", "balance", "category", "vehicle_height",
         "bridge_clearance", "eo:cloud_cover", "landsat:wrs_row"});
    add(Type::text, "a.t",
        {"city", "cityName", "owner", "id", "material", "road_class", "etat_vol", "eo:instrument",
         "landsat:scene_id", "beamMode", "swathDirection", "polarization", "geophys:SURVEY_NAME"});
    add(Type::boolean, "a.b", {"swimming_pool"});
    add(Type::date, "a.d", {"built", "updated"});
    add(Type::instant, "a.i", {"updated_at", "starts_at", "ends_at", "event_time", "touchdown", "liftOff"});
    add(Type::geometry, "a.g", {"footprint", "road", "location"});
    add(Type::text_array, "a.l", {"values", "layer:ids"});
    return out;
}

std::vector<std::string> city_filters() {
    return {
        "status = 'in_service' AND lanes >= 4",
        "CASEI(ACCENTI(name)) LIKE CASEI(ACCENTI('%vĩnh tuy%'))",
        "S_INTERSECTS(geometry, BBOX(105.80, 20.98, 105.90, 21.06)) AND valid_from >= DATE('2025-01-01')",
        "ward_code IN ('00004', '00008', '00025') OR length_m(geometry) > 1000",
        "distance_m(geometry, POINT(105.8542 21.0285)) < 500 AND NOT status IN ('retired', 'planned')",
        "T_INTERSECTS(valid_from, INTERVAL('2024-01-01', '..')) AND length_m / lanes > 250",
        "A_OVERLAPS(other_names, ('Cầu Vĩnh Tuy', 'Cầu Nhật Tân'))",
    };
}

// The examples of OGC 21-065r2, from their archive.
std::vector<std::string> examples() {
    fs::path archive;
    for (fs::path at = fs::current_path(); archive.empty() && at != at.root_path(); at = at.parent_path())
        if (fs::exists(at / "shared/data/cql2"))
            archive = at / "shared/data/cql2/cql2-schema-and-examples.tar.gz";
    if (const char* set = std::getenv("HATANG_SHARED_DATA"))
        archive = fs::path(set) / "cql2/cql2-schema-and-examples.tar.gz";
    std::vector<std::string> out;
    if (archive.empty()) return out;
    bench::Child tar(
        {"sh", "-c",
         "tar xzf \"$0\" --wildcards --to-command='tr \"\\n\" \" \"; echo' './examples/text/*.txt'",
         archive.string()});
    for (std::string line = tar.line(); !line.empty(); line = tar.line()) out.push_back(std::move(line));
    return out;
}

double median(std::vector<double> v) {
    std::nth_element(v.begin(), v.begin() + static_cast<std::ptrdiff_t>(v.size() / 2), v.end());
    return v[v.size() / 2];
}

// Median over the texts of the microseconds that `act` needs for one.
template <class Act>
double measure(const std::vector<std::string>& texts, int rounds, Act act) {
    std::vector<double> times;
    for (const std::string& text : texts) {
        act(text);
        const auto start = SteadyClock::now();
        for (int i = 0; i < rounds; ++i) act(text);
        const std::chrono::duration<double, std::micro> time = SteadyClock::now() - start;
        times.push_back(time.count() / rounds);
    }
    return median(std::move(times));
}

}  // namespace

int main(int argc, char** argv) {
    const bool quick = argc > 2 && !std::strcmp(argv[2], "--quick");
    const int rounds = quick ? 200 : 5'000;
    const cql2::Queryables all = queryables();
    std::vector<std::string> texts;
    std::size_t offered = 0, bytes = 0;
    for (const auto& list : {examples(), city_filters()})
        for (const std::string& text : list) {
            ++offered;
            try {
                cql2::check(cql2::parse_text(text), all);
                texts.push_back(text);
            } catch (const Error& e) {
                std::fprintf(stderr, "left out: %s: %s\n", text.c_str(), e.text_en().c_str());
            }
        }
    std::fprintf(stderr, "%zu of %zu expressions fit the queryables\n", texts.size(), offered);

    const double parse_us =
        measure(texts, rounds, [&](const std::string& text) { bytes += cql2::parse_text(text).offset; });
    const double compile_us = measure(texts, rounds, [&](const std::string& text) {
        db::Where where;
        cql2::add_to(where, cql2::parse_text(text), all);
        bytes += where.text().size();
    });
    std::fprintf(stderr, "checksum %zu\n", bytes);

    std::optional<double> peer_us;
    if (argc > 1 && fs::exists(fs::path(argv[1]) / "cql2_wasm_bg.wasm")) {
        json::Writer input;
        input.begin_array();
        for (const std::string& text : texts) input.value(text);
        input.end_array();
        bench::Child node({"node", "bench/cql2_peer.mjs", argv[1], std::to_string(rounds)}, input.text());
        const std::string line = node.line();
        if (!line.empty()) peer_us = std::stod(line);
    }
    json::Writer w;
    w.begin_array();
    const auto row = [&](std::string_view name, double us) {
        w.begin_object().field("name", name).field("value", us).field("unit", "µs");
        if (peer_us)
            w.field("peer", "cql2-wasm 0.5.0-rc1, parse")
                .field("peer_value", *peer_us)
                .field("ratio", *peer_us / us);
        else
            w.key("peer").null().key("peer_value").null().key("ratio").null();
        w.end_object();
    };
    row("cql2_compile", compile_us);
    row("cql2_parse", parse_us);
    w.end_array();
    std::printf("%s\n", w.text().c_str());
}
