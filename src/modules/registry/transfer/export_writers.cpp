// The formats that are written here: CSV and CityJSON.
#include <cmath>
#include <fstream>
#include <map>

#include "registry/transfer/export_store.hpp"
#include "registry/transfer/staging.hpp"

namespace hatang::registry {
namespace {

class Out {
  public:
    explicit Out(const std::string& path) : file_(path, std::ios::binary | std::ios::trunc) {}
    Out& operator<<(std::string_view text) {
        file_ << text;
        return *this;
    }
    void close() {
        file_.close();
        if (!file_) throw Error(Code::unavailable, {}, {"disk"});
    }

  private:
    std::ofstream file_;
};

std::string csv_cell(std::string_view cell) {
    if (cell.find_first_of(",\"\r\n") == std::string_view::npos) return std::string(cell);
    std::string out = "\"";
    for (const char c : cell) {
        if (c == '"') out += '"';
        out += c;
    }
    return out + "\"";
}

// Which of the types of CityJSON 2.0 fits; what is neither keeps its geometry as city furniture.
std::string_view city_type(std::string_view class_key, std::string_view domain, json::Value properties) {
    const auto kind = properties.find("kind");
    if (class_key == "tunnel" ||
        (class_key == "bridge" && kind && kind->kind() == json::Kind::text && kind->text() == "tunnel"))
        return "Tunnel";
    if (class_key == "bridge") return "Bridge";
    if (class_key == "road") return "Road";
    if (class_key.find("building") != std::string_view::npos || domain == "building") return "Building";
    return "CityFurniture";
}

class Vertices {
  public:
    explicit Vertices(double step) : step_(step) {}
    std::size_t of(json::Value position) {
        std::array<std::int64_t, 3> at{0, 0, 0};
        std::size_t i = 0;
        for (const json::Value number : position.items()) {
            if (i == 3) break;
            const double step = i == 2 ? 0.001 : step_;
            at[i++] = static_cast<std::int64_t>(std::llround(number.number() / step));
        }
        const auto [found, fresh] = places_.try_emplace(at, all_.size());
        if (fresh) all_.push_back(at);
        return found->second;
    }
    const std::vector<std::array<std::int64_t, 3>>& all() const { return all_; }

  private:
    double step_;
    std::map<std::array<std::int64_t, 3>, std::size_t> places_;
    std::vector<std::array<std::int64_t, 3>> all_;
};

// A ring or a line: `open` leaves out the last position, which CityJSON's rings do not repeat.
void write_line(json::Writer& w, json::Value line, Vertices& vertices, bool open) {
    w.begin_array();
    const std::size_t count = line.size() - (open ? 1 : 0);
    std::size_t i = 0;
    for (const json::Value position : line.items())
        if (i++ < count) w.value(vertices.of(position));
    w.end_array();
}
void write_surface(json::Writer& w, json::Value polygon, Vertices& vertices) {
    w.begin_array();
    for (const json::Value ring : polygon.items()) write_line(w, ring, vertices, true);
    w.end_array();
}

struct CityGeometry {
    std::string json;
    bool surface = false;
};
std::optional<CityGeometry> city_geometry(json::Value geometry, Vertices& vertices) {
    const auto coordinates = geometry.find("coordinates");
    if (!coordinates) return {};  // a collection
    const std::string_view type = geometry.find("type")->text();
    const bool multi = type.starts_with("Multi");
    const std::string_view single = multi ? type.substr(5) : type;
    json::Writer w;
    w.begin_object();
    w.field("type", single == "Polygon"      ? "MultiSurface"
                    : single == "LineString" ? "MultiLineString"
                                             : "MultiPoint");
    w.field("lod", single == "Polygon" ? "1" : "0").key("boundaries").begin_array();
    const auto part = [&](json::Value v) {
        if (single == "Polygon") write_surface(w, v, vertices);
        if (single == "LineString") write_line(w, v, vertices, false);
        if (single == "Point") w.value(vertices.of(v));
    };
    if (multi)
        for (const json::Value v : coordinates->items()) part(v);
    else
        part(*coordinates);
    w.end_array().end_object();
    return CityGeometry{w.take(), single == "Polygon"};
}

void write_city_object(Out& out, json::Value feature, Vertices& vertices, bool& first) {
    const json::Value properties = *feature.find("properties");
    const std::string id = "asset-" + properties.find("id")->dump();
    const std::string_view type =
        city_type(properties.find("class")->text(), properties.find("domain")->text(), properties);
    const auto geometry = feature.find("geometry");
    const auto shape = geometry && !geometry->is_null() ? city_geometry(*geometry, vertices) : std::nullopt;
    // Works of these types take surfaces only: an axis is an installation of theirs.
    const bool part =
        shape && !shape->surface && (type == "Bridge" || type == "Tunnel" || type == "Building");
    json::Writer attributes;
    attributes.begin_object();
    for (const auto [name, value] : properties.members())
        if (!value.is_null()) attributes.raw_field(name == "class" ? "asset_class" : name, value.dump());
    attributes.end_object();
    const auto object = [&](const std::string& key, std::string_view kind, const std::string& shapes,
                            const std::string& more) {
        json::Writer name;
        name.value(key);
        out << (first ? "\n" : ",\n") << name.take() << ":{\"type\":\"" << kind << "\",\"geometry\":["
            << shapes << "]" << more << "}";
        first = false;
    };
    const std::string about = ",\"attributes\":" + attributes.take();
    if (!part) return object(id, type, shape ? shape->json : "", about);
    object(id, type, "", about + ",\"children\":[\"" + id + "-axis\"]");
    object(id + "-axis", std::string(type) + "Installation", shape->json, ",\"parents\":[\"" + id + "\"]");
}

}  // namespace

std::string harmless(std::string_view cell) {
    if (cell.empty() || std::string_view("=+-@\t\r").find(cell[0]) == std::string_view::npos)
        return std::string(cell);
    return "'" + std::string(cell);
}

void write_csv(const std::string& features, const std::string& target,
               const std::vector<std::string>& columns) {
    LineReader lines(features);
    Out out(target);
    out << "\xEF\xBB\xBF";
    for (std::size_t i = 0; i < columns.size(); ++i)
        out << (i == 0 ? "" : ",") << csv_cell(harmless(columns[i]));
    out << "\r\n";
    while (const auto line = lines.next()) {
        const json::Document document = json::parse(*line);
        const json::Value properties = *document.root().find("properties");
        for (std::size_t i = 0; i < columns.size(); ++i) {
            const auto value = properties.find(columns[i]);
            if (i > 0) out << ",";
            if (!value || value->is_null()) continue;
            out << csv_cell(value->kind() == json::Kind::text ? std::string(value->text()) : value->dump());
        }
        out << "\r\n";
    }
    out.close();
}

void write_city_json(const std::string& features, const std::string& target, std::string_view crs) {
    const bool degrees = crs == "EPSG:4326" || crs == "EPSG:4756";
    const double step = degrees ? 1e-8 : 0.001;
    Vertices vertices(step);
    LineReader lines(features);
    Out out(target);
    json::Writer head;
    head.begin_object().field("type", "CityJSON").field("version", "2.0").key("transform").begin_object();
    head.key("scale").begin_array().value(step).value(step).value(0.001).end_array();
    head.key("translate").begin_array().value(0).value(0).value(0).end_array().end_object();
    head.key("metadata").begin_object();
    head.field("referenceSystem", "https://www.opengis.net/def/crs/EPSG/0/" + std::string(crs.substr(5)));
    head.end_object();
    out << head.text() << ",\"CityObjects\":{";
    bool first = true;
    while (const auto line = lines.next()) {
        const json::Document document = json::parse(*line);
        write_city_object(out, document.root(), vertices, first);
    }
    out << "},\"vertices\":[";
    first = true;
    for (const auto& [x, y, z] : vertices.all()) {
        out << (first ? "\n[" : ",\n[") << std::to_string(x) << "," << std::to_string(y) << ","
            << std::to_string(z) << "]";
        first = false;
    }
    out << "]}\n";
    out.close();
}

}  // namespace hatang::registry
