// SQL of sensors and datastreams.
#pragma once

#include <string_view>

#include "db/query.hpp"

namespace hatang::telemetry::sql {

#define HATANG_SENSOR "id, version, asset_id, serial, name, model, description, lon, lat"
#define HATANG_SENSOR_OF(S)                                                                              \
    S ".id, " S ".version, " S ".asset_id, " S ".serial, " S ".name, " S ".model, " S ".description, " S \
      ".lon, " S ".lat"
// MultiDatastreams are SensorThings' alone.
#define HATANG_DATASTREAM HATANG_ANY_DATASTREAM "and d.result_type <> 'several' "
#define HATANG_ANY_DATASTREAM                                                                               \
    "d.id, d.version, d.sensor_id, s.asset_id, d.name, d.property, d.unit, d.interval_s, d.least, d.most, " \
    "d.decimals, d.result_type "                                                                            \
    "from telemetry.datastream d join telemetry.sensor s on s.id = d.sensor_id "

inline constexpr db::Query asset_exists{"telemetry.asset_exists",
                                        "select 1 as yes from registry_api.asset where id = $1"};
inline constexpr db::Query observed_property_keys{
    "telemetry.observed_property_keys",
    "select array_agg(key order by id) as keys, bool_or(key = $1) as known from telemetry.observed_property"};
inline constexpr db::Query sensor_by_id{"telemetry.sensor_by_id",
                                        "select " HATANG_SENSOR " from telemetry.sensor where id = $1"};
inline constexpr db::Query sensor_for_update{
    "telemetry.sensor_for_update", "select " HATANG_SENSOR " from telemetry.sensor where id = $1 for update"};
// The conditions of a page and of who asks follow these; `a` is the asset.
inline constexpr std::string_view sensors_head =
    "select " HATANG_SENSOR_OF("s") " from telemetry.sensor s left join registry_api.asset a on a.id = s.asset_id "
    "where ";
inline constexpr db::Query insert_sensor{
    "telemetry.insert_sensor",
    "insert into telemetry.sensor (asset_id, serial, name, model, description, lon, lat) "
    "values ($1, $2, $3, $4, $5, $6, $7) returning " HATANG_SENSOR};
inline constexpr db::Query update_sensor{
    "telemetry.update_sensor",
    "update telemetry.sensor set version = version + 1, asset_id = $2, serial = $3, name = $4, model = $5, "
    "description = $6, lon = $7, lat = $8 where id = $1 returning " HATANG_SENSOR};

inline constexpr db::Query datastream_by_id{"telemetry.datastream_by_id",
                                            "select " HATANG_DATASTREAM "where d.id = $1"};
inline constexpr db::Query datastream_for_update{
    "telemetry.datastream_for_update", "select " HATANG_DATASTREAM "where d.id = $1 for update of d"};
inline constexpr db::Query any_datastream_for_update{
    "telemetry.any_datastream_for_update", "select " HATANG_ANY_DATASTREAM "where d.id = $1 for update of d"};
inline constexpr std::string_view datastreams_head =
    "select " HATANG_DATASTREAM "left join registry_api.asset a on a.id = s.asset_id where ";
inline constexpr db::Query insert_datastream{
    "telemetry.insert_datastream",
    "insert into telemetry.datastream (sensor_id, name, property, unit, interval_s, least, most, decimals, "
    "rollup_from_s) "
    "values ($1, $2, $3, $4, $5, $6, $7, $8::int, $9::int) returning id"};
inline constexpr db::Query update_datastream{"telemetry.update_datastream",
                                             "update telemetry.datastream set version = version + 1, name = "
                                             "$2, unit = $3, interval_s = $4, least = $5, most = $6, "
                                             "decimals = $7::int where id = $1"};

inline constexpr db::Query datastreams_in{
    "telemetry.datastreams_in",
    "select d.id from telemetry.datastream d join telemetry.sensor s on s.id = d.sensor_id "
    "and d.result_type <> 'several' left join registry_api.asset a on a.id = s.asset_id "
    "where ($1::text is null or a.domain = $1) and ($2::float8 is null or "
    "coalesce(s.lon, a.lon) between $2 and $4 and coalesce(s.lat, a.lat) between $3 and $5)"};

#undef HATANG_SENSOR_OF
#undef HATANG_SENSOR
#undef HATANG_DATASTREAM
#undef HATANG_ANY_DATASTREAM

}  // namespace hatang::telemetry::sql
