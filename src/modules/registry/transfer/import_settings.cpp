#include "registry/transfer/import_settings.hpp"

#include <algorithm>

#include "catalogue/api.hpp"
#include "geo/crs.hpp"
#include "registry/assets/checks.hpp"

namespace hatang::registry {
namespace {

void check_column(const LayerInfo& layer, const std::optional<std::string>& column,
                  const std::string& where) {
    if (column && !layer.field(*column)) throw Error(Code::unknown_column, where, {column->substr(0, 100)});
}

void check_field(const FieldSetting& field, const LayerInfo& layer, const json::Value* attributes,
                 const std::string& where) {
    if (attributes && !attributes->find(field.attribute))
        throw Error(Code::unknown_attribute, where + "/attribute", {field.attribute.substr(0, 100)});
    if (field.column.has_value() == field.constant.has_value())
        throw Error(Code::invalid_value, where, {field.attribute.substr(0, 100), "column | constant"});
    check_column(layer, field.column, where + "/column");
    if (!field.values) return;
    const json::Document values = json::parse(field.values->json);
    values.root().members(where + "/values");
}

}  // namespace

std::size_t chosen_layer(const ImportSettings& settings, const std::vector<LayerInfo>& layers) {
    if (!settings.layer) throw Error(Code::missing_field, "/layer", {"layer"});
    for (std::size_t i = 0; i < layers.size(); ++i)
        if (layers[i].name == *settings.layer) return i;
    throw Error(Code::unknown_layer, "/layer", {settings.layer->substr(0, 100)});
}

void check_settings(const ImportSettings& s, const std::vector<LayerInfo>& layers,
                    const catalogue::AssetClass* c) {
    if (!s.layer && layers.empty()) return;
    static const LayerInfo none;
    const LayerInfo& layer = s.layer ? layers[chosen_layer(s, layers)] : none;
    if (s.crs && !geo::crs_from_text(*s.crs)) throw Error(Code::unknown_crs, "/crs", {s.crs->substr(0, 100)});
    if (s.encoding && !encoding_from_text(*s.encoding))
        throw Error(Code::invalid_value, "/encoding",
                    {s.encoding->substr(0, 100), "UTF-8, CP1258, TCVN3, VNI"});
    check_column(layer, s.x_column, "/x_column");
    check_column(layer, s.y_column, "/y_column");
    check_column(layer, s.name_column, "/name_column");
    check_column(layer, s.id_column, "/id_column");
    if (s.id_kind) check_identifier_kind(*s.id_kind, "/id_kind");
    if (s.status && std::ranges::find(asset_statuses, *s.status) == std::end(asset_statuses))
        throw Error(Code::invalid_value, "/status", {s.status->substr(0, 100), "planned … retired"});
    if (!s.fields) return;
    const json::Document schema = json::parse(c ? c->schema_json : std::string("{}"));
    const std::optional<json::Value> attributes = schema.root().find("properties");
    std::vector<std::string_view> seen;
    for (std::size_t i = 0; i < s.fields->size(); ++i) {
        const FieldSetting& field = (*s.fields)[i];
        const std::string where = json::pointer("/fields", i);
        check_field(field, layer, attributes ? &*attributes : nullptr, where);
        if (std::ranges::find(seen, field.attribute) != seen.end())
            throw Error(Code::duplicate_field, where + "/attribute", {field.attribute});
        seen.push_back(field.attribute);
    }
}

}  // namespace hatang::registry
