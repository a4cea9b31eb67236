#include "registry/transfer/staged_reader.hpp"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cmath>

#include "base/text.hpp"
#include "geo/crs.hpp"
#include "registry/assets/checks.hpp"
#include "registry/assets/geometry.hpp"
#include "registry/identity/kinds.hpp"
#include "registry/limits.hpp"
#include "registry/transfer/osm_tags.hpp"
#include "registry/transfer/other_tags.hpp"

namespace hatang::registry {
namespace {

using json::Kind;
using json::Value;

std::string at(const std::string& column) { return json::pointer("/properties", column); }

geo::NamedCrs system_of(const ImportPlan& plan) {
    const std::string code = plan.settings.crs.value_or(plan.layer.crs.value_or(""));
    const auto crs = geo::crs_from_text(code);
    if (!crs) throw Error(Code::unknown_crs, "/crs", {code.substr(0, 100)});
    return {{}, *crs, plan.settings.swap_axes.value_or(false), 7};
}

std::string_view trimmed(std::string_view text) {
    const std::size_t begin = std::min(text.find_first_not_of(" \t\r\n"), text.size());
    const std::size_t end = text.find_last_not_of(" \t\r\n");
    return end == std::string_view::npos ? std::string_view() : text.substr(begin, end - begin + 1);
}

// "588 591,94" and "588591.94" are one number; "1.234,5" and "1,234.5" are not guessed at.
std::optional<double> number_of(std::string_view text) {
    std::string plain;
    for (const char c : trimmed(text)) {
        if (c == ' ' || static_cast<unsigned char>(c) == 0xC2 || static_cast<unsigned char>(c) == 0xA0)
            continue;
        plain += c == ',' ? '.' : c;
    }
    if (plain.starts_with('+')) plain.erase(0, 1);
    double n = 0;
    const auto [end, error] = std::from_chars(plain.data(), plain.data() + plain.size(), n);
    if (error != std::errc() || end != plain.data() + plain.size() || plain.empty() || !std::isfinite(n))
        return {};
    return n;
}

double coordinate(Value feature, const ImportPlan& plan, const std::string& column) {
    const auto text = column_text(feature, plan, column);
    if (!text) throw Error(Code::missing_field, at(column), {column});
    const auto number = number_of(*text);
    if (!number) throw Error(Code::not_a_number, at(column), {text->substr(0, 100)});
    return *number;
}

std::optional<bool> truth(std::string_view text) {
    const std::string folded = fold(text);
    for (const char* yes : {"yes", "true", "1", "co", "x", "y", "t"})
        if (folded == yes) return true;
    for (const char* no : {"no", "false", "0", "khong", "n", "f"})
        if (folded == no) return false;
    return {};
}

// "2024-03-15", "2024/03/15", "15/03/2024" and "15.3.2024" are one day; spreadsheets add a time to it.
std::optional<std::string> day_of(std::string_view text) {
    text = trimmed(text);
    text = text.substr(0, text.find_first_of(" T"));
    std::vector<std::string_view> parts;
    while (parts.size() < 4) {
        const std::size_t end = text.find_first_of("-/.");
        parts.push_back(text.substr(0, end));
        if (end == std::string_view::npos) break;
        text.remove_prefix(end + 1);
    }
    if (parts.size() != 3) return {};
    if (parts[0].size() != 4) std::swap(parts[0], parts[2]);
    int numbers[3] = {};
    for (std::size_t i = 0; i < 3; ++i) {
        const char* const end = parts[i].data() + parts[i].size();
        const auto read = std::from_chars(parts[i].data(), end, numbers[i]);
        if (read.ec != std::errc() || read.ptr != end || numbers[i] < 0) return {};
    }
    const std::chrono::year_month_day day{std::chrono::year(numbers[0]),
                                          std::chrono::month(static_cast<unsigned>(numbers[1])),
                                          std::chrono::day(static_cast<unsigned>(numbers[2]))};
    if (parts[0].size() != 4 || !day.ok()) return {};
    const auto two = [](int n) { return (n < 10 ? "0" : "") + std::to_string(n); };
    return std::string(parts[0]) + "-" + two(numbers[1]) + "-" + two(numbers[2]);
}

AttributeKind kind_of(std::optional<Value> property) {
    const auto type = property ? property->find("type") : std::nullopt;
    if (!type) return AttributeKind::text;
    std::string_view name;
    if (type->kind() == Kind::text) {
        name = type->text();
    } else {  // ["number", "null"]
        for (const Value one : type->items())
            if (name.empty() && one.kind() == Kind::text && one.text() != "null") name = one.text();
    }
    if (name == "number") return AttributeKind::number;
    if (name == "integer") return AttributeKind::integer;
    if (name == "boolean") return AttributeKind::boolean;
    const auto format = property->find("format");
    return format && format->text() == "date" ? AttributeKind::date : AttributeKind::text;
}

void write_value(json::Writer& w, const FieldSetting& field, AttributeKind kind, const std::string& text) {
    const std::string where = at(field.column.value_or(""));
    if (field.values) {
        const json::Document values = json::parse(field.values->json);
        const auto found = values.root().find(trimmed(text));
        if (!found) throw Error(Code::unmapped_value, where, {text.substr(0, 100)});
        if (!found->is_null()) w.raw_field(field.attribute, found->dump());
        return;
    }
    if (kind == AttributeKind::number || kind == AttributeKind::integer) {
        const auto number = number_of(text);
        if (!number) throw Error(Code::not_a_number, where, {text.substr(0, 100)});
        const double scaled = *number * field.unit_factor.value_or(1);
        if (kind == AttributeKind::integer && scaled == std::floor(scaled) && std::abs(scaled) < 9e15)
            w.field(field.attribute, static_cast<std::int64_t>(scaled));
        else
            w.field(field.attribute, scaled);
    } else if (kind == AttributeKind::boolean) {
        const auto yes = truth(text);
        if (!yes)
            throw Error(Code::invalid_value, where, {text.substr(0, 100), "có, không, true, false, 1, 0"});
        w.field(field.attribute, *yes);
    } else if (kind == AttributeKind::date) {
        const auto day = day_of(text);
        if (!day) throw Error(Code::invalid_value, where, {text.substr(0, 100), "31/12/2026, 2026-12-31"});
        w.field(field.attribute, *day);
    } else {
        w.field(field.attribute, trimmed(text));
    }
}

std::string attributes_of(Value feature, const ImportPlan& plan) {
    json::Writer w;
    w.begin_object();
    for (std::size_t i = 0; i < plan.kinds.size(); ++i) {
        const FieldSetting& field = (*plan.settings.fields)[i];
        if (field.constant) {
            if (field.constant->json != "null") w.raw_field(field.attribute, field.constant->json);
            continue;
        }
        const auto text = column_text(feature, plan, *field.column);
        if (text) write_value(w, field, plan.kinds[i], *text);
    }
    w.end_object();
    return w.take();
}

// A feature of OpenStreetMap with its tags as properties, other_tags opened.
std::string osm_properties(Value feature, const std::string& id_column) {
    json::Writer w;
    w.begin_object();
    std::set<std::string> seen;
    std::string others;
    for (const auto [name, value] : feature.find("properties")->members()) {
        if (value.is_null()) continue;
        if (name == "other_tags" && value.kind() == Kind::text) {
            others = value.text();
        } else if ((name != "osm_id" && name != "osm_way_id" && name != "z_order") || name == id_column) {
            seen.emplace(name);
            w.raw_field(name, value.dump());
        }
    }
    for (const auto& [key, value] : osm::read_other_tags(others))
        if (seen.insert(key).second) w.field(key, value);
    w.end_object();
    return w.take();
}

bool by_osm_tags(const ImportPlan& plan) {
    return plan.format == "OSM PBF" && (!plan.settings.fields || plan.settings.fields->empty());
}

AssetInput map_osm_row(Value feature, const ImportPlan& plan) {
    const std::string id_column = plan.settings.id_column.value_or("osm_id");
    const std::string properties = osm_properties(feature, id_column);
    const auto geometry = feature.find("geometry");
    const json::Document whole = json::parse("{\"type\":\"Feature\",\"properties\":" + properties +
                                             ",\"geometry\":" + (geometry ? geometry->dump() : "null") + "}");
    MappingRules rules;
    rules.asset_class = plan.asset_class;
    rules.id_property = id_column;
    rules.identifier_kind = plan.settings.id_kind.value_or("");
    if (rules.identifier_kind.empty() && plan.layer.name.starts_with("multi"))
        rules.identifier_kind = id_column == "osm_way_id" ? "osm_way" : "osm_relation";
    rules.file_name = plan.file_name;
    return map_feature(whole.root(), rules).input;
}

// A single part is no multi-geometry to a class that takes only single ones.
void take_single_part(geo::Geometry& geometry, const catalogue::AssetClass& c) {
    const std::string type(geo::to_text(geometry.type));
    if (!type.starts_with("Multi") || std::ranges::find(c.geometry, type) != c.geometry.end()) return;
    const json::Document document = json::parse(geometry.geojson);
    const Value coordinates = *document.root().find("coordinates");
    const std::string single = type.substr(5);
    if (coordinates.size() != 1 || std::ranges::find(c.geometry, single) == c.geometry.end()) return;
    const std::string part = (*coordinates.items().begin()).dump();
    const json::Document unwrapped =
        json::parse("{\"type\":\"" + single + "\",\"coordinates\":" + part + "}");
    geometry = geo::read_geometry(unwrapped.root(), "/geometry").value();
}

std::string unnamed(const catalogue::AssetClass& c, const AssetInput& in) {
    return c.name_vi + (in.identifiers.empty() ? "" : " (" + in.identifiers[0].value + ")");
}

}  // namespace

std::vector<AttributeKind> attribute_kinds(const catalogue::AssetClass& c, const ImportSettings& settings) {
    std::vector<AttributeKind> kinds;
    if (!settings.fields) return kinds;
    const json::Document schema = json::parse(c.schema_json);
    const auto properties = schema.root().find("properties");
    for (const FieldSetting& field : *settings.fields)
        kinds.push_back(kind_of(properties ? properties->find(field.attribute) : std::nullopt));
    return kinds;
}

std::optional<std::string> column_text(Value feature, const ImportPlan& plan, const std::string& column) {
    const LayerField* field = plan.layer.field(column);
    const auto properties = feature.find("properties");
    if (!field || !properties || properties->kind() != Kind::object) return {};
    const auto value = properties->find(field->key);
    if (!value || value->is_null()) return {};
    if (value->kind() != Kind::text) return value->dump();
    if (trimmed(value->text()).empty()) return {};
    if (!plan.layer.byte_texts) return to_nfc(value->text());
    const auto bytes = bytes_of(value->text());
    if (!bytes) return to_nfc(value->text());
    const Encoding encoding =
        plan.settings.encoding ? *encoding_from_text(*plan.settings.encoding) : plan.layer.encoding;
    try {
        return decode(encoding, *bytes);
    } catch (const Error& e) {
        throw Error(e.code, at(column), e.args);
    }
}

std::optional<geo::Geometry> staged_geometry(Value feature, const ImportPlan& plan) {
    const ImportSettings& s = plan.settings;
    if (s.x_column && s.y_column) {
        json::Writer point;
        point.begin_object().field("type", "Point").key("coordinates").begin_array();
        point.value(coordinate(feature, plan, *s.x_column)).value(coordinate(feature, plan, *s.y_column));
        point.end_array().end_object();
        const json::Document document = json::parse(point.text());
        return geo::read_geometry_in(system_of(plan), document.root(), "/geometry").value();
    }
    const auto geometry = feature.find("geometry");
    if (!geometry || geometry->is_null()) return {};
    geo::Geometry read = geo::read_geometry_in(system_of(plan), *geometry, "/geometry").value();
    if (plan.asset_class) take_single_part(read, *plan.asset_class);
    return read;
}

bool ImportPlan::has_place() const { return layer.geometry != "None" || settings.x_column.has_value(); }

ImportRow map_row(Value feature, const ImportPlan& plan) {
    const ImportSettings& s = plan.settings;
    ImportRow row;
    AssetInput& in = row.input;
    if (by_osm_tags(plan)) {
        in = map_osm_row(feature, plan);
    } else {
        in.class_key = plan.asset_class->key;
        if (s.id_column) {
            const auto id = column_text(feature, plan, *s.id_column);
            if (!id) throw Error(Code::missing_field, at(*s.id_column), {*s.id_column});
            in.identifiers.push_back({s.id_kind.value_or("external"), std::string(trimmed(*id)), {}, {}, {}});
        }
        if (s.name_column)
            if (const auto name = column_text(feature, plan, *s.name_column)) in.name = trimmed(*name);
        row.named = !in.name.empty();
        row.knows_other_names = false;
        if (!row.named) in.name = unnamed(*plan.asset_class, in);
        in.attributes_json = attributes_of(feature, plan);
        in.source = plan.file_name;
    }
    if (s.source) in.source = s.source;
    in.owner_id = s.owner_id;
    if (s.status) in.status = *s.status;
    row.status = s.status;
    return row;
}

StagedReader::StagedReader(const catalogue::Catalogue& catalogue, ImportPlan plan, std::int64_t skip)
    : catalogue_(catalogue), plan_(std::move(plan)), skip_(skip), lines_(plan_.staged_file) {}

ImportBatch StagedReader::next() {
    ImportBatch batch;
    std::size_t bytes = 0;
    while (batch.rows_read < static_cast<std::int64_t>(limits::import_batch_rows) &&
           bytes < limits::import_batch_bytes_max) {
        const auto line = lines_.next();
        if (!line) {
            batch.last = true;
            break;
        }
        if (line->empty()) continue;
        ++rows_;
        ++batch.rows_read;
        bytes += line->size();
        try {
            ImportRow row = make_row(*line);
            if (rows_ > skip_) batch.rows.push_back(std::move(row));
        } catch (const Error& e) {
            if (rows_ > skip_) batch.refused.push_back(refused_row(rows_, e));
        }
    }
    return batch;
}

ImportRow StagedReader::make_row(std::string_view line) {
    const json::Document document = json::parse(line);
    ImportRow row = map_row(document.root(), plan_);
    row.row = rows_;
    check_content(row.input);
    const json::Document attributes = json::parse(row.input.attributes_json);
    catalogue_.check_attributes(*plan_.asset_class, attributes.root(), "/properties");
    const auto geometry = staged_geometry(document.root(), plan_);
    if (!geometry && plan_.has_place()) throw Error(Code::missing_field, "/geometry", {"geometry"});
    if (geometry) {
        const json::Document checked = json::parse(geometry->geojson);
        row.place(check_geometry(*plan_.asset_class, checked.root(), "EPSG:4326", "/geometry"));
    }
    row.name_folded = folded_names(row.input);
    row.sha256 = content_sha256(row.input);
    if (!row.input.identifiers.empty()) {
        const Identifier& id = row.input.identifiers[0];
        if (!plan_.id_structure.empty() && !fits_mask(plan_.id_structure, id.value))
            throw Error(Code::invalid_identifier, at(plan_.settings.id_column.value_or("osm_id")),
                        {id.value, id.kind + " (" + plan_.id_structure + ")"});
        if (!seen_.insert(id.kind + " " + id.value).second)
            throw Error(Code::duplicate_identifier, at(plan_.settings.id_column.value_or("osm_id")),
                        {id.kind, id.value, "?"});
    }
    return row;
}

}  // namespace hatang::registry
