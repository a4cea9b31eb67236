#include "maps/store/rows.hpp"

namespace hatang::maps {

std::optional<Feature> feature_of(const db::Row& row, Groups& groups) {
    std::optional<Shape> shape = shape_of_wkb(row.bytes("geom"));
    if (!shape) return std::nullopt;
    Feature f;
    f.id = row.integer("id");
    f.group =
        groups.intern({.owner_id = row.maybe_integer("owner_id"),
                       .operator_id = row.maybe_integer("operator_id"),
                       .ward_code = row.is_null("ward_code") ? std::string_view() : row.text("ward_code"),
                       .domain = row.text("domain"),
                       .class_key = row.text("class_key"),
                       .sensitivity = security::sensitivity_of(row.text("sensitivity"))});
    f.status = status_of(row.text("status"));
    f.generated = row.boolean("generated");
    f.rank = static_cast<std::uint8_t>(row.integer("least_zoom"));
    if (const std::string_view name = row.text("name"); is_drawn_name(name)) f.name = name;
    f.shape = *std::move(shape);
    return f;
}

}  // namespace hatang::maps
