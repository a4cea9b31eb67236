#include "maps/store/rows.hpp"

namespace hatang::maps {

std::optional<Feature> feature_of(const db::Row& row, Groups& groups) {
    std::optional<Shape> shape = shape_of_wkb(row.bytes("geom"));
    if (!shape) return std::nullopt;
    Feature f;
    f.id = row.integer("id");
    f.group = groups.intern(security::asset_key(row));
    f.status = status_of(row.text("status"));
    f.generated = row.boolean("generated");
    f.rank = static_cast<std::uint8_t>(row.integer("least_zoom"));
    if (const std::string_view name = row.text("name"); is_drawn_name(name)) f.name = name;
    f.shape = *std::move(shape);
    return f;
}

}  // namespace hatang::maps
