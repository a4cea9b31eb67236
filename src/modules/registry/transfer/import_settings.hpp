// How the columns of a layer become assets of a class, as a person set it.
#pragma once

#include "json/describe.hpp"
#include "registry/limits.hpp"
#include "registry/transfer/layer_scan.hpp"

namespace hatang::catalogue {
struct AssetClass;
}

namespace hatang::registry {

struct FieldSetting {
    std::string attribute;
    std::optional<std::string> column;
    std::optional<json::Raw> constant;
    std::optional<double> unit_factor;
    std::optional<json::Raw> values;  // {"text of the file": code}
};
// A draft until it is checked: what is missing is asked for then.
struct ImportSettings {
    std::optional<std::string> layer, class_key, crs, encoding;
    std::optional<std::string> x_column, y_column;  // easting or longitude, northing or latitude
    std::optional<bool> swap_axes;
    std::optional<std::string> name_column, id_column, id_kind;
    std::optional<std::vector<FieldSetting>> fields;
    std::optional<std::string> status;
    std::optional<std::int64_t> owner_id;
    std::optional<std::string> source;
};

// What is given must fit the layer and the class (null: not chosen yet). Throws unknown_layer,
// unknown_column, unknown_attribute, unknown_crs, invalid_value, missing_field at pointers into the settings.
void check_settings(const ImportSettings&, const std::vector<LayerInfo>&, const catalogue::AssetClass*);
// The index of the chosen layer; throws missing_field.
std::size_t chosen_layer(const ImportSettings&, const std::vector<LayerInfo>&);

}  // namespace hatang::registry

template <>
struct hatang::json::Describe<hatang::registry::FieldSetting> {
    using T = hatang::registry::FieldSetting;
    static constexpr std::string_view name = "ImportField";
    static constexpr auto fields =
        std::tuple{field("attribute", &T::attribute, "Of the class", Limits{.length_min = 1}),
                   field("column", &T::column, "Of the layer"),
                   field("constant", &T::constant, "Instead of a column: one value for all rows"),
                   field("unit_factor", &T::unit_factor, "Numbers are multiplied by it"),
                   field("values", &T::values, "Text of the file → value of the register")};
};
template <>
struct hatang::json::Describe<hatang::registry::ImportSettings> {
    using T = hatang::registry::ImportSettings;
    static constexpr std::string_view name = "ImportSettings";
    static constexpr auto fields =
        std::tuple{field("layer", &T::layer, "Name of a layer"),
                   field("class", &T::class_key, "Class of the assets"),
                   field("crs", &T::crs, "EPSG:4326, EPSG:4756 or a zone of VN-2000"),
                   field("encoding", &T::encoding, "UTF-8, CP1258, TCVN3 or VNI, for layers with byte_texts"),
                   field("x_column", &T::x_column, "Easting or longitude, for tables"),
                   field("y_column", &T::y_column, "Northing or latitude, for tables"),
                   field("swap_axes", &T::swap_axes, "The file has northing or latitude first"),
                   field("name_column", &T::name_column, "Names"),
                   field("id_column", &T::id_column, "Identifiers, by which rows are found again"),
                   field("id_kind", &T::id_kind, "Kind of the identifiers; external when absent"),
                   field("fields", &T::fields, "Attributes", Limits{.items_max = 500}),
                   field("status", &T::status, "Status of all; in_service for new ones when absent"),
                   field("owner_id", &T::owner_id, "Owner of all"),
                   field("source", &T::source, "Where the data come from; the file's name when absent")};
};
