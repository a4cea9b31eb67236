// SQL of sensors and datastreams.
#pragma once

#include "db/query.hpp"

namespace hatang::telemetry::sql {

#define HATANG_SENSOR "id, version, asset_id, serial, name, model, description, lon, lat"
#define HATANG_DATASTREAM                                                                                   \
    "d.id, d.version, d.sensor_id, s.asset_id, d.name, d.property, d.unit, d.interval_s, d.least, d.most, " \
    "d.decimals "                                                                                           \
    "from telemetry.datastream d join telemetry.sensor s on s.id = d.sensor_id "

inline constexpr db::Query asset_exists{"telemetry.asset_exists",
                                        "select 1 as yes from registry_api.asset where id = $1"};
inline constexpr db::Query sensor_by_id{"telemetry.sensor_by_id",
                                        "select " HATANG_SENSOR " from telemetry.sensor where id = $1"};
inline constexpr db::Query sensor_for_update{
    "telemetry.sensor_for_update", "select " HATANG_SENSOR " from telemetry.sensor where id = $1 for update"};
inline constexpr db::Query sensors_page{
    "telemetry.sensors_page", "select " HATANG_SENSOR
                              " from telemetry.sensor "
                              "where id > $1 and ($2::bigint is null or asset_id = $2) order by id limit $3"};
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
inline constexpr db::Query datastreams_page{
    "telemetry.datastreams_page", "select " HATANG_DATASTREAM
                                  "where d.id > $1 and ($2::bigint is null or s.asset_id = $2) and "
                                  "($3::bigint is null or d.sensor_id = $3) "
                                  "and ($4::text is null or d.property = $4) order by d.id limit $5"};
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
    "left join registry_api.asset a on a.id = s.asset_id "
    "where ($1::text is null or a.domain = $1) and ($2::float8 is null or "
    "coalesce(s.lon, a.lon) between $2 and $4 and coalesce(s.lat, a.lat) between $3 and $5)"};

#undef HATANG_SENSOR
#undef HATANG_DATASTREAM

}  // namespace hatang::telemetry::sql
