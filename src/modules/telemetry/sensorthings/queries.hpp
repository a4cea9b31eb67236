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
// The next $6 chunks of each datastream that overlap the range, where they may hold what is wanted: readings
// that are not good ($7), values of $8 to $9. What the row tells holds for readings that are not bad; the
// payload ends with runs of qualities and four bytes of checksum, so its last run tells whether all of them
// are good (a count below 128 is one byte there, others two).
#define HATANG_ALL_GOOD                                                                                      \
    "case when c.n < 128 then substring(c.payload, octet_length(c.payload) - 5, 2) = "                       \
    "'\\x00'::bytea || set_byte('\\x00', 0, c.n) else substring(c.payload, octet_length(c.payload) - 6, 3) " \
    "= "                                                                                                     \
    "'\\x00'::bytea || set_byte(set_byte('\\x0000', 0, c.n % 128 + 128), 1, c.n / 128) end"
#define HATANG_NEXT_CHUNKS(id, t1, t0)                                                                       \
    "select c.datastream_id as id, c.t0, c.t1, c.payload from telemetry.chunk c where c.datastream_id = " id \
    " and c.t1 >= $4 and c.t0 <= $5 and (c.t1, c.t0) > (" t1 ", " t0 ") and (not $7 or not " HATANG_ALL_GOOD \
    ") and ((c.vmax < $8 or c.vmin > $9) is not true or c.vsum = 'NaN' or not " HATANG_ALL_GOOD              \
    ") order by c.t1, c.t0 limit $6"
inline constexpr db::Query chunks_of_each{
    "telemetry.sta.chunks_of_each",
    "select c.* from unnest($1, $2, $3) s(id, t1, t0) cross join lateral (" HATANG_NEXT_CHUNKS("s.id", "s.t1",
                                                                                               "s.t0") ") c"};
// The same of one datastream.
inline constexpr db::Query chunks_of_one{"telemetry.sta.chunks_of_one", HATANG_NEXT_CHUNKS("$1", "$2", "$3")};
#undef HATANG_NEXT_CHUNKS
#undef HATANG_ALL_GOOD
inline constexpr db::Query pieces{
    "telemetry.sta.pieces",
    "select count(*) as n from (select 1 from telemetry.chunk where datastream_id = any($1) and t1 >= $2 and "
    "t0 <= $3 limit $4) c"};
// Readings of the chunks that lie wholly within the range, and the number of those chunks, up to a bound.
inline constexpr db::Query count_inside{
    "telemetry.sta.count_inside",
    "select count(*) as chunks, coalesce(sum(n), 0)::bigint as n from (select n from telemetry.chunk "
    "where datastream_id = any($1) and t0 >= $2 and t1 <= $3 limit $4) c"};
inline constexpr db::Query chunks_across{
    "telemetry.sta.chunks_across",
    "select payload from telemetry.chunk where datastream_id = any($1) and t1 >= $2 and t0 <= $3 "
    "and not (t0 >= $2 and t1 <= $3) limit $4"};

// -- HistoricalLocations
inline constexpr db::Query post_place{
    "telemetry.sta.post_place",
    "with place as (select id from registry_api.asset_place where asset_id = $1 and since = $2 and "
    "is_current), "
    "made as (insert into telemetry.historical_location (id) select id from place on conflict do nothing) "
    "select id from place"};
inline constexpr db::Query posted_place{
    "telemetry.sta.posted_place",
    "select p.asset_id, p.since, public.st_asgeojson(p.geom) as geojson, "
    "(select max(b.since) from registry_api.asset_place b where b.asset_id = p.asset_id and b.since < "
    "p.since) "
    "as before, "
    "(select min(n.since) from registry_api.asset_place n where n.asset_id = p.asset_id and n.since > "
    "p.since) "
    "as next from telemetry.historical_location h join registry_api.asset_place p on p.id = h.id join "
    "registry_api.asset a on a.id = p.asset_id and a.status <> 'retired' where h.id = $1 for update of h"};
// The register's own.
inline constexpr db::Query known_place{
    "telemetry.sta.known_place",
    "select p.asset_id from registry_api.asset_place p join registry_api.asset a on a.id = p.asset_id and "
    "a.status <> 'retired' where p.id = $1"};
inline constexpr db::Query forget_place{"telemetry.sta.forget_place",
                                        "delete from telemetry.historical_location where id = $1"};
// Whether the geometry $2 is of the kind that the work has.
inline constexpr db::Query same_kind{
    "telemetry.sta.same_kind",
    "select public.st_geometrytype(geom) = public.st_geometrytype(public.st_geomfromgeojson($2::text)) as "
    "same from registry_api.asset where id = $1"};

// -- features of interest
inline constexpr db::Query own_features_used{
    "telemetry.sta.own_features_used",
    "select exists (select from telemetry.stream_feature) or exists (select from telemetry.datastream where "
    "feature_id is not null) as used"};
inline constexpr db::Query features_of_readings{
    "telemetry.sta.features_of_readings",
    "select k.n, f.feature_id from unnest($1, $2) with ordinality as k(id, t, n) "
    "join telemetry.reading_feature f on f.datastream_id = k.id and f.t = k.t"};
inline constexpr db::Query own_features{
    "telemetry.sta.own_features",
    "select t, feature_id from telemetry.reading_feature where datastream_id = $1 and t >= $2 and t <= $3 "
    "limit $4"};
inline constexpr db::Query own_features_among{
    "telemetry.sta.own_features_among",
    "select t, feature_id from telemetry.reading_feature where datastream_id = $1 and t >= $2 and t <= $3 "
    "and feature_id = any($5) limit $4"};
// Features that may be linked, with the work in whose scope they are.
inline constexpr db::Query features_to_link{
    "telemetry.sta.features_to_link",
    "select f.id, f.asset_id, a.owner_id, a.operator_id, a.ward_code, a.domain, a.class_key, a.sensitivity "
    "from "
    "(select id, asset_id from telemetry.feature where id = any($1) union all select id, id from "
    "registry_api.asset where id = any($1) and status <> 'retired' and geom is not null) f "
    "left join registry_api.asset a on a.id = f.asset_id"};
inline constexpr db::Query feature_shape{
    "telemetry.sta.feature_shape",
    "select public.st_isvalid(g) as valid, public.st_isvalidreason(g) as reason from "
    "(select public.st_geomfromgeojson($1::text) as g) s"};
#define HATANG_FEATURE                                                                                     \
    "id, version, asset_id, name, description, encoding_type, feature::text as feature, properties::text " \
    "as properties"
inline constexpr db::Query insert_feature{
    "telemetry.sta.insert_feature",
    "insert into telemetry.feature (asset_id, name, description, encoding_type, feature, geom, properties, "
    "content) values ($1, $2, $3, $4, $5::jsonb, public.st_geomfromgeojson($6::text), $7::jsonb, $8) "
    "on conflict on constraint feature_content do nothing returning " HATANG_FEATURE};
inline constexpr db::Query feature_of_content{"telemetry.sta.feature_of_content",
                                              "select id from telemetry.feature where content = $1"};
inline constexpr db::Query feature_for_update{"telemetry.sta.feature_for_update",
                                              "select " HATANG_FEATURE
                                              " from telemetry.feature where id = $1 for update"};
// It is no longer what came with an Observation.
inline constexpr db::Query update_feature{
    "telemetry.sta.update_feature",
    "update telemetry.feature set version = version + 1, asset_id = $2, name = $3, description = $4, "
    "encoding_type = $5, feature = $6::jsonb, geom = coalesce(public.st_geomfromgeojson($7::text), geom), "
    "properties = "
    "$8::jsonb, content = null where id = $1 returning " HATANG_FEATURE};
#undef HATANG_FEATURE
inline constexpr db::Query set_feature{"telemetry.sta.set_feature",
                                       "update telemetry.datastream set feature_id = $2 where id = $1"};
inline constexpr db::Query feature_of_streams{
    "telemetry.sta.feature_of_streams",
    "select id from telemetry.datastream where feature_id = $1 and ended_at is null limit 1"};
inline constexpr db::Query streams_to_amend{
    "telemetry.sta.streams_to_amend",
    "select distinct datastream_id from telemetry.reading_feature where feature_id = any($1)"};
inline constexpr db::Query readings_of_feature{
    "telemetry.sta.readings_of_feature",
    "select datastream_id, t from telemetry.reading_feature where feature_id = $1 order by datastream_id, t "
    "limit $2"};
inline constexpr db::Query name_readings{
    "telemetry.sta.name_readings",
    "insert into telemetry.reading_feature (datastream_id, t, feature_id) select * from unnest($1, $2, $3) "
    "on conflict (datastream_id, t) do update set feature_id = excluded.feature_id"};
inline constexpr db::Query name_streams{
    "telemetry.sta.name_streams",
    "insert into telemetry.stream_feature (datastream_id, feature_id) select distinct * from unnest($1, $2) "
    "on conflict do nothing"};
inline constexpr db::Query unname_reading{
    "telemetry.sta.unname_reading",
    "delete from telemetry.reading_feature where datastream_id = $1 and t = $2"};
inline constexpr db::Query delete_feature[] = {
    {"telemetry.sta.delete_feature_readings", "delete from telemetry.reading_feature where feature_id = $1"},
    {"telemetry.sta.delete_feature_streams", "delete from telemetry.stream_feature where feature_id = $1"},
    {"telemetry.sta.delete_feature", "delete from telemetry.feature where id = $1"}};
inline constexpr db::Query erase_features[] = {
    {"telemetry.sta.erase_reading_features",
     "delete from telemetry.reading_feature where datastream_id = $1"},
    {"telemetry.sta.erase_stream_features", "delete from telemetry.stream_feature where datastream_id = $1"}};

// -- writing
inline constexpr db::Query asset_key{
    "telemetry.sta.asset_key",
    "select owner_id, operator_id, ward_code, domain, class_key, sensitivity from registry_api.asset "
    "where id = $1"};
// An asset that is a Thing, with what of it is no attribute.
inline constexpr db::Query thing{"telemetry.sta.thing",
                                 "select class_key, domain, level, ward_code, generated from "
                                 "registry_api.asset where id = $1 and status <> 'retired'"};
// Since when a work is as it is now.
inline constexpr db::Query thing_since{"telemetry.sta.thing_since",
                                       "select valid_from from registry_api.asset_detail where id = $1"};
inline constexpr db::Query thing_streams{
    "telemetry.sta.thing_streams",
    "select d.id from telemetry.datastream d join telemetry.sensor s on s.id = d.sensor_id "
    "where s.asset_id = $1 order by d.id limit $2"};

#define HATANG_SENSOR_EXTRA "id, encoding_type, metadata::text as metadata, properties::text as properties"
inline constexpr db::Query sensor_extra{"telemetry.sta.sensor_extra",
                                        "select " HATANG_SENSOR_EXTRA " from telemetry.sensor where id = $1"};
inline constexpr db::Query complete_sensor{"telemetry.sta.complete_sensor",
                                           "update telemetry.sensor set encoding_type = $2, metadata = "
                                           "$3::jsonb, properties = $4::jsonb where id = $1"};
inline constexpr db::Query sensor_streams{
    "telemetry.sta.sensor_streams",
    "select id from telemetry.datastream where sensor_id = $1 order by id limit $2"};
inline constexpr db::Query delete_sensor{"telemetry.sta.delete_sensor",
                                         "delete from telemetry.sensor where id = $1"};

inline constexpr db::Query datastream_extra{
    "telemetry.sta.datastream_extra",
    "select description, unit_of_measurement::text as unit_of_measurement, properties::text as properties "
    "from telemetry.datastream where id = $1"};
inline constexpr db::Query complete_datastream{"telemetry.sta.complete_datastream",
                                               "update telemetry.datastream set description = $2, "
                                               "unit_of_measurement = $3::jsonb, properties = $4::jsonb "
                                               "where id = $1"};
inline constexpr db::Query set_result_type{"telemetry.sta.set_result_type",
                                           "update telemetry.datastream set result_type = $2 where id = $1"};
inline constexpr db::Query relink_datastream{
    "telemetry.sta.relink_datastream",
    "update telemetry.datastream set sensor_id = $2, property = $3 where id = $1"};
inline constexpr db::Query insert_part{
    "telemetry.sta.insert_part",
    "insert into telemetry.datastream_part (datastream_id, position, part_id) values ($1, $2::int, $3)"};
inline constexpr db::Query live_parts{
    "telemetry.sta.live_parts",
    "select d.id from telemetry.datastream_part p join telemetry.datastream d on d.id = p.part_id "
    "where p.datastream_id = $1 and d.ended_at is null order by p.position"};
inline constexpr db::Query update_multi{"telemetry.sta.update_multi",
                                        "update telemetry.datastream set version = version + 1, name = $2, "
                                        "description = $3, properties = $4::jsonb, interval_s = $5 "
                                        "where id = $1"};
inline constexpr db::Query end_datastream{"telemetry.sta.end_datastream",
                                          "update telemetry.datastream set version = version + 1, sensor_id "
                                          "= null, ended_at = now() where id = $1"};

// -- terms (results.hpp)
inline constexpr db::Query all_terms{
    "telemetry.sta.all_terms",
    "select datastream_id, code, value from telemetry.term where datastream_id = any($1) limit $2"};
inline constexpr db::Query terms{"telemetry.sta.terms",
                                 "select t.datastream_id, t.code, t.value from unnest($1, $2) as k(id, code) "
                                 "join telemetry.term t on t.datastream_id = k.id and t.code = k.code"};
inline constexpr db::Query terms_of_hashes{
    "telemetry.sta.terms_of_hashes",
    "select code, hash from telemetry.term where datastream_id = $1 and hash = any($2)"};
inline constexpr db::Query lock_terms{"telemetry.sta.lock_terms",
                                      "select id from telemetry.datastream where id = $1 for update"};
inline constexpr db::Query next_term{
    "telemetry.sta.next_term",
    "select coalesce(max(code) + 1, 0)::bigint as next from telemetry.term where datastream_id = $1"};
inline constexpr db::Query insert_terms{
    "telemetry.sta.insert_terms",
    "insert into telemetry.term (datastream_id, code, hash, value) "
    "select $1, ($2 + n - 1)::int, hash, value from unnest($3, $4) with ordinality as v(hash, value, n) "
    "on conflict on constraint term_of_value do nothing"};

#define HATANG_OBSERVED_PROPERTY \
    "id, version, key, name, definition, description, properties::text as properties"
inline constexpr db::Query observed_property_key{
    "telemetry.sta.observed_property_key", "select key, name from telemetry.observed_property where id = $1"};
inline constexpr db::Query observed_property_for_update{
    "telemetry.sta.observed_property_for_update",
    "select " HATANG_OBSERVED_PROPERTY " from telemetry.observed_property where id = $1 for update"};
// Without a key it gets one from its number.
inline constexpr db::Query insert_observed_property{
    "telemetry.sta.insert_observed_property",
    "with next as (select nextval(pg_get_serial_sequence('telemetry.observed_property', 'id')) as id) "
    "insert into telemetry.observed_property (id, key, name, definition, description, properties) "
    "overriding system value select id, coalesce($1::text, 'property_' || id), $2, $3, $4, $5::jsonb from "
    "next returning " HATANG_OBSERVED_PROPERTY};
inline constexpr db::Query update_observed_property{
    "telemetry.sta.update_observed_property",
    "update telemetry.observed_property set version = version + 1, name = $2, definition = $3, description = "
    "$4, properties = $5::jsonb where id = $1 returning " HATANG_OBSERVED_PROPERTY};
inline constexpr db::Query observed_property_streams{
    "telemetry.sta.observed_property_streams",
    "select d.id from telemetry.datastream d, telemetry.observed_property p "
    "where p.id = $1 and d.ended_at is null and (p.key = d.property or exists ("
    "select from telemetry.datastream_part mp join telemetry.datastream md on md.id = mp.part_id "
    "where mp.datastream_id = d.id and md.property = p.key)) order by d.id limit $2"};
inline constexpr db::Query delete_observed_property{"telemetry.sta.delete_observed_property",
                                                    "delete from telemetry.observed_property where id = $1"};
#undef HATANG_SENSOR_EXTRA
#undef HATANG_OBSERVED_PROPERTY

// -- updates at the broker
inline constexpr db::Query update_topics{"telemetry.sta.update_topics",
                                         "select topic, asked_at from telemetry.update_topic"};
inline constexpr db::Query keep_update_topics{
    "telemetry.sta.keep_update_topics",
    "insert into telemetry.update_topic (topic, asked_at) select unnest($1::text[]), $2 "
    "on conflict (topic) do update set asked_at = excluded.asked_at"};
inline constexpr db::Query forget_update_topics{
    "telemetry.sta.forget_update_topics", "delete from telemetry.update_topic where topic = any($1::text[])"};
inline constexpr db::Query time_now{"telemetry.sta.time_now", "select clock_timestamp() as now"};
inline constexpr db::Query account_id{"telemetry.sta.account_id",
                                      "select id from security_api.person where name = $1"};
inline constexpr db::Query new_place{"telemetry.sta.new_place",
                                     "select id, since from registry_api.asset_place where asset_id = $1 and "
                                     "is_current and since >= $2 order by since desc limit 1"};

}  // namespace hatang::telemetry::sta::sql
