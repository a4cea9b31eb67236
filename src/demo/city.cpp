#include "demo/city.hpp"

#include <cmath>
#include <numbers>
#include <span>

#include "base/embedded.hpp"
#include "base/text.hpp"
#include "json/value.hpp"
#include "json/writer.hpp"

namespace hatang {
std::span<const EmbeddedFile> embedded_demo();
}

namespace hatang::demo {
namespace {

constexpr int ring_corners = 36;

std::string text_of(json::Value object, std::string_view field, std::string_view otherwise = {}) {
    const auto found = object.find(field);
    return std::string(found ? found->text(field) : otherwise);
}
double number_of(json::Value object, std::string_view field) {
    const auto found = object.find(field);
    return found ? found->number(field) : 0;
}

Position position_of(json::Value pair) {
    std::vector<double> numbers;
    for (json::Value n : pair.items()) numbers.push_back(n.number());
    return {numbers.at(0), numbers.at(1)};
}

void write_position(json::Writer& w, Position p) {
    // Seven decimals are a centimetre: what the register keeps.
    const auto rounded = [](double degrees) { return std::round(degrees * 1e7) / 1e7; };
    w.begin_array().value(rounded(p.lon)).value(rounded(p.lat)).end_array();
}

// An ellipse with a gently wavy shore; `stretch` is width over height.
Line shore(Position centre, double radius_m, double stretch) {
    Line out;
    const double m_per_lat = 111'320, m_per_lon = m_per_lat * std::cos(centre.lat * std::numbers::pi / 180);
    for (int i = 0; i < ring_corners; ++i) {
        const double angle = 2 * std::numbers::pi * i / ring_corners;
        const double wave = 1 + 0.09 * std::sin(3 * angle + radius_m) + 0.05 * std::sin(5 * angle);
        out.push_back({centre.lon + radius_m * wave * std::sqrt(stretch) * std::cos(angle) / m_per_lon,
                       centre.lat + radius_m * wave / std::sqrt(stretch) * std::sin(angle) / m_per_lat});
    }
    out.push_back(out.front());
    return out;
}

std::string polygon_json(const Line& ring) {
    json::Writer w;
    w.begin_object().field("type", "Polygon").key("coordinates").begin_array().begin_array();
    for (const Position p : ring) write_position(w, p);
    w.end_array().end_array().end_object();
    return w.take();
}

void read_geometry(json::Value shape, CityWork& work) {
    if (const auto ring = shape.kind() == json::Kind::object ? shape.find("ring") : std::nullopt) {
        work.outline = shore(position_of(*ring), number_of(shape, "radius_m"), number_of(shape, "stretch"));
        work.geometry_json = polygon_json(work.outline);
        return;
    }
    if ((*shape.items().begin()).kind() == json::Kind::array) {
        for (json::Value pair : shape.items()) work.outline.push_back(position_of(pair));
        work.geometry_json = line_json(work.outline);
        return;
    }
    work.outline = {position_of(shape)};
    work.geometry_json = point_json(work.outline[0]);
}

void read_works(json::Value groups, City& city) {
    for (json::Value group : groups.items()) {
        for (json::Value item : group.find("items")->items()) {
            CityWork work;
            work.class_key = text_of(group, "class");
            work.operator_name = text_of(group, "operator");
            work.status = text_of(group, "status", "in_service");
            work.parent = text_of(group, "parent");
            work.kit = text_of(group, "kit");
            auto part = item.items().begin();
            work.name = (*part).text();
            ++part;
            read_geometry(*part, work);
            city.works.push_back(std::move(work));
        }
    }
}

CityRule read_rule(json::Value v) {
    return {.asset_class = text_of(v, "class"),
            .property = text_of(v, "property"),
            .kind = text_of(v, "kind"),
            .name = text_of(v, "name"),
            .priority = text_of(v, "priority"),
            .advice = text_of(v, "advice"),
            .limit = number_of(v, "limit"),
            .dead_band = number_of(v, "dead_band"),
            .on_delay_s = number_of(v, "on_delay_s"),
            .off_delay_s = number_of(v, "off_delay_s")};
}

KitSensor read_sensor(json::Value v) {
    return {.count = static_cast<int>(number_of(v, "count")),
            .name = text_of(v, "name"),
            .property = text_of(v, "property"),
            .unit = text_of(v, "unit"),
            .interval_s = number_of(v, "interval_s"),
            .base = number_of(v, "base"),
            .day = number_of(v, "day"),
            .noise = number_of(v, "noise"),
            .least = number_of(v, "least"),
            .most = number_of(v, "most"),
            .decimals = static_cast<int>(number_of(v, "decimals"))};
}

std::string_view city_file() {
    for (const EmbeddedFile& file : embedded_demo())
        if (file.path == "data/city.json") return file.text;
    return {};
}

}  // namespace

const std::vector<KitSensor>& City::kit(const std::string& name) const {
    static const std::vector<KitSensor> none;
    for (const auto& [key, sensors] : kits)
        if (key == name) return sensors;
    return none;
}

std::string point_json(Position p) {
    json::Writer w;
    w.begin_object().field("type", "Point").key("coordinates");
    write_position(w, p);
    w.end_object();
    return w.take();
}

std::string line_json(const Line& line) {
    json::Writer w;
    w.begin_object().field("type", "LineString").key("coordinates").begin_array();
    for (const Position p : line) write_position(w, p);
    w.end_array().end_object();
    return w.take();
}

City read_city() {
    const std::string_view text = city_file();
    const json::Document document = json::parse(text);
    const json::Value root = document.root();
    City city;
    city.version = sha256_hex(text);
    for (json::Value o : root.find("organisations")->items())
        city.organisations.emplace_back(text_of(o, "name"), text_of(o, "kind"));
    read_works(*root.find("assets"), city);
    for (json::Value rule : root.find("rules")->items()) city.rules.push_back(read_rule(rule));
    for (const auto [name, sensors] : root.find("kits")->members()) {
        auto& [key, list] = city.kits.emplace_back(std::string(name), std::vector<KitSensor>{});
        for (json::Value sensor : sensors.items()) list.push_back(read_sensor(sensor));
    }
    return city;
}

}  // namespace hatang::demo
