#pragma once

#include "db/query.hpp"

namespace hatang::maps::sql {

// An asset as maps see it. Geometry without heights, little-endian, in EPSG:3857.
#define HATANG_MAP_FEATURE                                                                                  \
    "a.id, a.class_key, a.domain, a.name, a.status, a.generated, a.least_zoom, a.owner_id, a.operator_id, " \
    "a.ward_code, a.sensitivity, st_asbinary(a.geom_web, 'NDR') as geom "
#define HATANG_MAP_DRAWN "a.status <> 'retired' and a.geom_web is not null "

inline constexpr db::Query features_of_domain{
    "maps.features_of_domain",
    "select " HATANG_MAP_FEATURE
    "from registry_api.asset a where a.domain = $1 and a.id > $2 and " HATANG_MAP_DRAWN
    "order by a.id limit $3"};
inline constexpr db::Query features_by_id{
    "maps.features_by_id",
    "select " HATANG_MAP_FEATURE "from registry_api.asset a where a.id = any($1) and " HATANG_MAP_DRAWN};

// Where no layer is in memory: what lies in the box (metres of EPSG:3857) from the zoom on, what shows first
// first. $1 domain, $2 zoom, $3…$6 west, south, east, north; the condition on who asks stands between head
// and tail. The box is looked for in degrees: Mercator keeps the sides of boxes, and the register has its
// index there.
inline constexpr std::string_view features_in_box_head =
    "select " HATANG_MAP_FEATURE "from registry_api.asset a where a.domain = $1 and " HATANG_MAP_DRAWN
    "and a.least_zoom <= $2 and a.geom && st_makeenvelope($3 / 111319.49079327358, "
    "degrees(2 * atan(exp($4 / 6378137)) - pi() / 2), $5 / 111319.49079327358, "
    "degrees(2 * atan(exp($6 / 6378137)) - pi() / 2), 4326) and ";
inline constexpr std::string_view features_in_box_tail = " order by a.least_zoom, a.id limit ";

inline constexpr db::Query domains{
    "maps.domains", "select key, name_vi, name_en from catalogue_api.domain order by position"};

}  // namespace hatang::maps::sql
