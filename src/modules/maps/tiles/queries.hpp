#pragma once

#include "db/query.hpp"

namespace hatang::maps::sql {

// $1 z, $2 x, $3 y, $4 domain, $5 most features, then the values of the condition on who asks, which stands
// between head and tail. Geometry is simplified to a quarter of a screen pixel (512 pixels and 4096 units a
// tile, so 2 units), clipped with a margin of 16 pixels for symbols on the border. Assets show from their
// least_zoom on. A work without a name carries its class and an identifier in brackets: no text for a map.
inline constexpr std::string_view tile_head =
    "with b as (select st_tileenvelope($1::int, $2::int, $3::int) as box, "
    "st_tileenvelope($1::int, $2::int, $3::int, margin => 0.03125) as wide, "
    "2 * 40075016.68 / 4096 / (1::bigint << $1::int) as tolerance), "
    "found as (select a.id, a.class_key, a.name, a.status, a.generated, a.least_zoom, a.geom_web, "
    "a.sensitivity "
    "from registry_api.asset a, b where a.domain = $4 and a.status <> 'retired' and a.least_zoom <= $1 "
    "and a.geom_web && b.wide and ";
inline constexpr std::string_view tile_tail =
    " order by a.least_zoom, a.id limit $5::bigint + 1), "
    "drawn as (select f.id as feature_id, f.id, f.class_key as class, "
    "case when f.name !~ ' \\(\\d{5,}\\)$' then f.name end as name, f.status, f.generated, f.least_zoom as "
    "rank, "
    "st_asmvtgeom(st_simplify(f.geom_web, b.tolerance, true), b.box, 4096, 128, true) as geom "
    "from (select * from found limit $5::bigint) f, b) "
    "select st_asmvt(d, $4, 4096, 'geom', 'feature_id') as tile, (select count(*) from found) > $5::bigint "
    "as truncated, (select array(select id from found where sensitivity = 'restricted' limit $5::bigint)) "
    "as restricted from drawn d where d.geom is not null";

inline constexpr db::Query domains{
    "maps.domains", "select key, name_vi, name_en from catalogue_api.domain order by position"};

}  // namespace hatang::maps::sql
