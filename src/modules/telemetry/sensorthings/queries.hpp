// Statements of SensorThings whose text is fixed.
#pragma once

#include "db/query.hpp"

namespace hatang::telemetry::sta::sql {

// Until the end of the transaction.
inline constexpr db::Query patience{"telemetry.sta.patience",
                                    "select set_config('statement_timeout', $1::text, true)"};
inline constexpr db::Query sealed_through{
    "telemetry.sta.sealed_through",
    "select datastream_id, through_batch from telemetry.sealed where datastream_id = any($1)"};
// Chunks that overlap the range, behind the one that ends at ($4, $5), from either end.
inline constexpr db::Query chunks_up{
    "telemetry.sta.chunks_up",
    "select t0, t1, payload from telemetry.chunk where datastream_id = $1 and t1 >= $2 and t0 <= $3 "
    "and (t1, t0) > ($4, $5) order by t1, t0 limit $6"};
inline constexpr db::Query chunks_down{
    "telemetry.sta.chunks_down",
    "select t0, t1, payload from telemetry.chunk where datastream_id = $1 and t1 >= $2 and t0 <= $3 "
    "and (t1, t0) < ($4, $5) order by t1 desc, t0 desc limit $6"};
inline constexpr db::Query least_t0{"telemetry.sta.least_t0",
                                    "select min(t0) as t0 from telemetry.chunk where datastream_id = $1 and "
                                    "t0 <= $2 and (t1, t0) >= ($3, $4)"};
// Readings of the chunks that lie wholly within the range, and the number of those chunks, up to a bound.
inline constexpr db::Query count_inside{
    "telemetry.sta.count_inside",
    "select count(*) as chunks, coalesce(sum(n), 0)::bigint as n from (select n from telemetry.chunk "
    "where datastream_id = any($1) and t0 >= $2 and t1 <= $3 limit $4) c"};
inline constexpr db::Query chunks_across{
    "telemetry.sta.chunks_across",
    "select payload from telemetry.chunk where datastream_id = any($1) and t1 >= $2 and t0 <= $3 "
    "and not (t0 >= $2 and t1 <= $3) limit $4"};

// -- what SensorThings adds to the descriptions
inline constexpr db::Query complete_sensor{"telemetry.sta.complete_sensor",
                                           "update telemetry.sensor set encoding_type = $2, metadata = "
                                           "$3::jsonb, properties = $4::jsonb where id = $1"};
inline constexpr db::Query complete_datastream{"telemetry.sta.complete_datastream",
                                               "update telemetry.datastream set description = $2, "
                                               "unit_of_measurement = $3::jsonb, properties = $4::jsonb "
                                               "where id = $1"};
inline constexpr db::Query observed_property_key{"telemetry.sta.observed_property_key",
                                                 "select key from telemetry.observed_property where id = $1"};
// Without a key it gets one from its number.
inline constexpr db::Query insert_observed_property{
    "telemetry.sta.insert_observed_property",
    "with next as (select nextval(pg_get_serial_sequence('telemetry.observed_property', 'id')) as id) "
    "insert into telemetry.observed_property (id, key, name, definition, description, properties) "
    "overriding system value select id, coalesce($1::text, 'property_' || id), $2, $3, $4, $5::jsonb from "
    "next "
    "returning id, key"};

}  // namespace hatang::telemetry::sta::sql
