#include "maps/store/rows.hpp"

namespace hatang::maps {

std::optional<Feature> feature_of(const db::Row& row, Groups& groups) {
    std::optional<Shape> shape = shape_of_wkb(row.bytes("geom"));
    if (!shape) return std::nullopt;
    Feature f;
    f.id = row.integer("id");
    Group group;
    group.class_key = row.text("class_key");
    group.domain = row.text("domain");
    group.ward_code = row.maybe_text("ward_code").value_or("");
    group.owner_id = row.maybe_integer("owner_id");
    group.operator_id = row.maybe_integer("operator_id");
    group.sensitivity = security::sensitivity_of(row.text("sensitivity"));
    f.group = groups.intern(group);
    f.status = status_of(row.text("status"));
    f.generated = row.boolean("generated");
    f.rank = static_cast<std::uint8_t>(row.integer("least_zoom"));
    if (const std::string_view name = row.text("name"); is_drawn_name(name)) f.name = name;
    f.shape = *std::move(shape);
    return f;
}

}  // namespace hatang::maps
