#include "registry/features/feature_rows.hpp"

#include <charconv>

#include "base/text.hpp"
#include "geo/wkb.hpp"
#include "json/value.hpp"
#include "json/writer.hpp"
#include "registry/state.hpp"

namespace hatang::registry {
namespace {

using Type = Property::Type;

void append_key(std::string& out, std::string_view name, bool& fresh) {
    if (!fresh) out += ',';
    fresh = false;
    out.append("\"").append(name).append("\":");
}

void append_integer(std::string& out, std::int64_t n) {
    char text[24];
    out.append(text, std::to_chars(text, text + sizeof text, n).ptr);
}

void append_texts(std::string& out, const std::vector<std::string>& texts) {
    out += '[';
    for (std::size_t i = 0; i < texts.size(); ++i) {
        if (i > 0) out += ',';
        append_json_string(out, texts[i]);
    }
    out += ']';
}

geo::FgbColumnType column_type(Type type) {
    switch (type) {
        case Type::integer:
            return geo::FgbColumnType::integer;
        case Type::number:
            return geo::FgbColumnType::number;
        case Type::boolean:
            return geo::FgbColumnType::boolean;
        case Type::instant:
            return geo::FgbColumnType::instant;
        case Type::text:
            return geo::FgbColumnType::text;
        default:
            return geo::FgbColumnType::json;
    }
}

void put_value(geo::FgbProperties& out, std::uint16_t column, Type type, json::Value v) {
    const json::Kind kind = v.kind();
    const bool number = kind == json::Kind::integer || kind == json::Kind::real;
    if (type == Type::integer && kind == json::Kind::integer)
        out.integer(column, v.integer());
    else if (type == Type::number && number)
        out.number(column, v.number());
    else if (type == Type::boolean && kind == json::Kind::boolean)
        out.boolean(column, v.boolean());
    else if (type == Type::text && kind == json::Kind::text)
        out.text(column, v.text());
    else if (type == Type::texts || type == Type::json)
        out.text(column, v.dump());
}

}  // namespace

void IdentifierTexts::add(const db::Rows& rows) {
    for (const db::Row row : rows) {
        std::string& text = texts_[row.integer("asset_id")];
        text += text.empty() ? '[' : ',';
        text += "{\"kind\":";
        append_json_string(text, row.text("kind"));
        text += ",\"value\":";
        append_json_string(text, row.text("value"));
        for (const std::string_view name : {"issuer", "valid_from", "valid_to"})
            if (!row.is_null(name)) {
                text.append(",\"").append(name).append("\":");
                append_json_string(text, row.text(name));
            }
        text += '}';
    }
    for (auto& [id, text] : texts_)
        if (!text.ends_with(']')) text += ']';
}

std::string_view IdentifierTexts::of(std::int64_t asset_id) const {
    const auto found = texts_.find(asset_id);
    return found == texts_.end() ? std::string_view("[]") : std::string_view(found->second);
}

FeatureWriter::FeatureWriter(const Collection& collection, const geo::NamedCrs& crs, std::vector<bool> chosen)
    : collection_(collection),
      crs_(crs),
      chosen_(std::move(chosen)),
      first_field_(*collection.find("class")) {
    const catalogue::AssetClass& c = *collection.asset_class;
    bool fresh = true;
    const auto constant = [&](std::string_view name, std::string_view value) {
        if (!shows(*collection_.find(name))) return;
        append_key(constants_, name, fresh);
        append_json_string(constants_, value);
    };
    constant("class", c.key);
    constant("domain", c.domain);
    constant("level", to_text(c.level));
}

void FeatureWriter::append_attributes(std::string& out, std::string_view attributes, bool& fresh) const {
    if (chosen_.empty() && !collection_.renamed) {
        const std::string_view members = attributes.substr(1, attributes.size() - 2);
        if (members.empty()) return;
        if (!fresh) out += ',';
        fresh = false;
        out.append(members);
        return;
    }
    const json::Document document = json::parse(attributes);
    for (std::size_t i = 0; i < first_field_; ++i) {
        if (!shows(i)) continue;
        const auto value = document.root().find(collection_.properties[i].member);
        if (!value || value->is_null()) continue;
        append_key(out, collection_.properties[i].name, fresh);
        out += value->dump();
    }
}

// Fields without value are left out.
void FeatureWriter::append_fields(std::string& out, const db::Row& row, std::string_view identifiers,
                                  bool& fresh) const {
    for (std::size_t i = first_field_ + 3; i < collection_.properties.size(); ++i) {
        if (!shows(i)) continue;
        const Property& p = collection_.properties[i];
        if (p.type == Type::json) {
            append_key(out, p.name, fresh);
            out += identifiers;
            continue;
        }
        if (row.is_null(p.name)) continue;
        append_key(out, p.name, fresh);
        switch (p.type) {
            case Type::text:
                append_json_string(out, row.text(p.name));
                break;
            case Type::integer:
                append_integer(out, row.integer(p.name));
                break;
            case Type::boolean:
                out += row.boolean(p.name) ? "true" : "false";
                break;
            case Type::instant:
                out.append("\"").append(to_rfc3339(row.instant(p.name))).append("\"");
                break;
            default:
                append_texts(out, row.texts(p.name));
        }
    }
}

void FeatureWriter::append_geojson(std::string& out, const db::Row& row, std::string_view identifiers) const {
    out += "{\"type\":\"Feature\",\"id\":";
    append_integer(out, row.integer("id"));
    out += ",\"geometry\":";
    if (row.is_null("wkb"))
        out += "null";
    else
        geo::append_geojson(out, row.bytes("wkb"), crs_);
    out += ",\"properties\":{";
    bool fresh = constants_.empty();
    out += constants_;
    append_attributes(out, row.text("attributes"), fresh);
    append_fields(out, row, identifiers, fresh);
    out += "}}";
}

std::string FeatureWriter::flatgeobuf_header(bool has_z) {
    const catalogue::AssetClass& c = *collection_.asset_class;
    layer_ = {c.key, c.name_vi, {{"id", geo::FgbColumnType::integer, "Mã công trình"}}, crs_.crs, has_z};
    columns_.assign(collection_.properties.size(), -1);
    for (std::size_t i = 0; i < columns_.size(); ++i) {
        if (!shows(i)) continue;
        const Property& p = collection_.properties[i];
        columns_[i] = static_cast<int>(layer_.columns.size());
        layer_.columns.push_back({p.name, column_type(p.type), p.title});
    }
    return geo::fgb_header(layer_);
}

void FeatureWriter::append_flatgeobuf(std::string& out, const db::Row& row,
                                      std::string_view identifiers) const {
    geo::FgbProperties values;
    values.integer(0, row.integer("id"));
    const json::Document document = json::parse(row.text("attributes"));
    const catalogue::AssetClass& c = *collection_.asset_class;
    for (std::size_t i = 0; i < columns_.size(); ++i) {
        if (columns_[i] < 0) continue;
        const auto column = static_cast<std::uint16_t>(columns_[i]);
        const Property& p = collection_.properties[i];
        if (!p.member.empty()) {
            if (const auto v = document.root().find(p.member); v && !v->is_null())
                put_value(values, column, p.type, *v);
        } else if (p.name == "class" || p.name == "domain" || p.name == "level") {
            values.text(column, p.name == "class" ? c.key : p.name == "domain" ? c.domain : to_text(c.level));
        } else if (p.type == Type::json) {
            values.text(column, identifiers);
        } else if (!row.is_null(p.name)) {
            std::string text;
            switch (p.type) {
                case Type::integer:
                    values.integer(column, row.integer(p.name));
                    break;
                case Type::boolean:
                    values.boolean(column, row.boolean(p.name));
                    break;
                case Type::instant:
                    values.text(column, to_rfc3339(row.instant(p.name)));
                    break;
                case Type::texts:
                    append_texts(text, row.texts(p.name));
                    values.text(column, text);
                    break;
                default:
                    values.text(column, row.text(p.name));
            }
        }
    }
    geo::append_fgb_feature(out, layer_, row.is_null("wkb") ? std::string_view() : row.bytes("wkb"), values);
}

}  // namespace hatang::registry
