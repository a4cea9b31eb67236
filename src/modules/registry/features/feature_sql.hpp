// One asset as a GeoJSON feature, made by the database: nothing of it passes through a tree in memory.
#pragma once

#include "registry/assets/queries.hpp"

namespace hatang::registry::sql {

// Attributes of the class first, then what every asset has; an attribute never hides a field of the register.
#define HATANG_FEATURE                                                                                       \
    "'{\"type\":\"Feature\",\"id\":' || a.id || ',\"geometry\":' || coalesce(st_asgeojson(a.geom), 'null') " \
    "|| "                                                                                                    \
    "',\"properties\":' || (a.attributes || jsonb_strip_nulls(jsonb_build_object("                           \
    "'class', a.class_key, 'domain', a.domain, 'level', a.level, 'name', a.name, 'name_en', a.name_en, "     \
    "'other_names', a.other_names, 'status', a.status, 'grade', a.grade, 'parent_id', a.parent_id, "         \
    "'owner_id', a.owner_id, 'operator_id', a.operator_id, 'ward_code', a.ward_code, 'address', a.address, " \
    "'generated', a.generated, 'source', a.source, 'version', a.version, 'valid_from', a.valid_from, "       \
    "'identifiers', " HATANG_IDENTIFIERS ")))::text || '}' as feature"

}  // namespace hatang::registry::sql
