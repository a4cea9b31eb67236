#include "registry/transfer/osm_tags.hpp"

#include <charconv>

namespace hatang::registry::osm {
namespace {

struct Pair {
    std::string_view from, to;
};
template <std::size_t n>
std::string_view look_up(std::string_view text, const Pair (&table)[n]) {
    for (const Pair& p : table)
        if (p.from == text) return p.to;
    return {};
}

constexpr Pair surfaces[] = {
    {"asphalt", "asphalt"},
    {"concrete", "concrete"},
    {"concrete:plates", "concrete"},
    {"concrete:lanes", "concrete"},
    {"cement", "concrete"},
    {"chipseal", "surface_treatment"},
    {"paving_stones", "paving_stones"},
    {"sett", "paving_stones"},
    {"cobblestone", "paving_stones"},
    {"bricks", "paving_stones"},
    {"gravel", "gravel"},
    {"fine_gravel", "gravel"},
    {"pebblestone", "gravel"},
    {"compacted", "compacted"},
    {"unpaved", "unpaved"},
    {"dirt", "unpaved"},
    {"ground", "unpaved"},
    {"earth", "unpaved"},
    {"mud", "unpaved"},
    {"sand", "unpaved"},
    {"metal", "steel"},
    {"metal_grid", "steel"},
    {"wood", "wood"},
};
constexpr Pair structures[] = {
    {"beam", "girder"},
    {"box_girder", "box_girder"},
    {"truss", "truss"},
    {"arch", "arch"},
    {"cable-stayed", "cable_stayed"},
    {"suspension", "suspension"},
    {"simple-suspension", "suspension"},
    {"extradosed", "extradosed"},
    {"slab", "slab"},
};
constexpr Pair calming[] = {{"rumble_strip", "rumble_strip"}, {"bump", "bump"},  {"hump", "bump"},
                            {"mini_bumps", "bump"},           {"table", "bump"}, {"island", "island"}};
constexpr Pair barriers[] = {{"gate", "gate"},
                             {"lift_gate", "gate"},
                             {"swing_gate", "gate"},
                             {"sliding_gate", "gate"},
                             {"height_restrictor", "height_restrictor"},
                             {"toll_booth", "toll_booth"}};
constexpr Pair highways[] = {{"crossing", "crossing"},
                             {"traffic_signals", "traffic_signals"},
                             {"motorway_junction", "motorway_junction"},
                             {"turning_circle", "turning_circle"},
                             {"turning_loop", "turning_circle"},
                             {"speed_camera", "camera"},
                             {"toll_gantry", "toll_booth"}};

void text_field(json::Writer& w, std::string_view name, std::string_view value) {
    if (!value.empty()) w.field(name, value);
}
template <class T>
void maybe_field(json::Writer& w, std::string_view name, const std::optional<T>& value) {
    if (value) w.field(name, *value);
}

}  // namespace

Tags::Tags(json::Value properties, std::string_view id_property)
    : properties_(properties), id_property_(id_property) {}

std::string_view Tags::operator[](std::string_view key) const {
    const auto value = properties_.find(key);
    return value && value->kind() == json::Kind::text ? value->text() : std::string_view();
}

void Tags::write(json::Writer& w) const {
    w.begin_object();
    for (const auto [name, value] : properties_.members()) {
        if (name == id_property_ || value.is_null()) continue;
        w.key(name);
        if (value.kind() == json::Kind::text)
            w.value(value.text());
        else
            w.value(value.dump());
    }
    w.end_object();
}

std::optional<bool> yes_no(std::string_view text) {
    if (text == "yes") return true;
    if (text == "no") return false;
    return {};
}

std::optional<std::int64_t> whole(std::string_view text, std::int64_t least, std::int64_t most) {
    std::int64_t n = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), n);
    if (error != std::errc() || end != text.data() + text.size() || n < least || n > most) return {};
    return n;
}

std::optional<double> quantity(std::string_view text, double least, double most) {
    double n = 0;
    const auto [end, error] =
        std::from_chars(text.data(), text.data() + text.size(), n, std::chars_format::fixed);
    const std::string_view unit(end, static_cast<std::size_t>(text.data() + text.size() - end));
    if (error != std::errc() || (!unit.empty() && unit != " m" && unit != " t")) return {};
    if (!(n >= least && n <= most)) return {};
    return n;
}

std::string_view surface(std::string_view text) { return look_up(text, surfaces); }
std::string_view bridge_structure(const Tags& tags) { return look_up(tags["bridge:structure"], structures); }

std::string_view road_category(const Tags& tags) {
    const std::string_view highway = tags["highway"], ref = tags["ref"];
    if (highway == "motorway" || highway == "motorway_link" || ref.starts_with("CT")) return "expressway";
    if (ref.starts_with("QL")) return "national";
    if (ref.starts_with("ĐT") || ref.starts_with("TL")) return "provincial";
    return {};
}

std::string_view road_point_kind(const Tags& tags) {
    if (tags["railway"] == "level_crossing" || tags["railway"] == "crossing") return "level_crossing";
    if (const auto kind = look_up(tags["highway"], highways); !kind.empty()) return kind;
    if (const auto kind = look_up(tags["traffic_calming"], calming); !kind.empty()) return kind;
    if (const auto kind = look_up(tags["barrier"], barriers); !kind.empty()) return kind;
    if (!tags["crossing"].empty()) return "crossing";
    if (tags["ford"] == "yes") return "ford";
    if (tags["amenity"] == "ferry_terminal") return "ferry_terminal";
    if (!tags["traffic_sign"].empty()) return "sign";
    return "other";
}

std::optional<std::int64_t> year(std::string_view text) {
    if (text.size() > 4 && text[4] != '-') return {};
    return whole(text.substr(0, 4), 1000, 2100);
}

void write_road(json::Writer& w, const Tags& tags) {
    text_field(w, "category", road_category(tags));
    if (tags["ref"].size() <= 50) text_field(w, "route_number", tags["ref"]);
    maybe_field(w, "lanes", whole(tags["lanes"], 1, 20));
    text_field(w, "surface", surface(tags["surface"]));
    maybe_field(w, "speed_limit_kmh", whole(tags["maxspeed"], 1, 150));
    // -1 is a one-way road drawn against its direction.
    maybe_field(w, "one_way", tags["oneway"] == "-1" ? std::optional(true) : yes_no(tags["oneway"]));
    maybe_field(w, "lit", yes_no(tags["lit"]));
    maybe_field(w, "carriageway_width_m", quantity(tags["width"], 0, 200));
    maybe_field(w, "year_built", year(tags["start_date"]));
}

void write_bridge(json::Writer& w, const Tags& tags) {
    const bool tunnel = !tags["tunnel"].empty() && tags["tunnel"] != "no";
    w.field("kind", tunnel ? "tunnel" : "bridge");
    if (!tunnel) w.field("purpose", tags["bridge"] == "viaduct" ? "viaduct" : "road");
    text_field(w, "structure", bridge_structure(tags));
    maybe_field(w, "lanes", whole(tags["lanes"], 0, 20));
    text_field(w, "surface", surface(tags["surface"]));
    maybe_field(w, "width_m", quantity(tags["width"], 0, 120));
    maybe_field(w, "load_limit_t", quantity(tags["maxweight"], 0, 500));
    maybe_field(w, "year_built", year(tags["start_date"]));
}

void write_road_point(json::Writer& w, const Tags& tags) {
    w.field("kind", road_point_kind(tags));
    maybe_field(w, "sound_signal", yes_no(tags["traffic_signals:sound"]));
    maybe_field(w, "clearance_m", quantity(tags["maxheight"], 0, 20));
}

}  // namespace hatang::registry::osm
