// SQL of mappings.
#pragma once

#include "db/query.hpp"

namespace hatang::telemetry::sql {

#define HATANG_MAPPING "id, version, source, series, datastream_id, scale, shift, created_at"

inline constexpr db::Query mappings_after{"telemetry.mappings_after",
                                          "select " HATANG_MAPPING
                                          " from telemetry.mapping where id > $1 order by id limit $2"};
inline constexpr db::Query mappings_named{
    "telemetry.mappings_named", "select " HATANG_MAPPING
                                " from telemetry.mapping join unnest($1::text[], $2::text[]) as n(s, name) "
                                "on source = n.s and series = n.name"};
inline constexpr db::Query mapping_by_id{"telemetry.mapping_by_id",
                                         "select " HATANG_MAPPING " from telemetry.mapping where id = $1"};
inline constexpr db::Query mapping_for_update{"telemetry.mapping_for_update",
                                              "select " HATANG_MAPPING
                                              " from telemetry.mapping where id = $1 for update"};
inline constexpr std::string_view mappings_head = "select " HATANG_MAPPING " from telemetry.mapping where ";
inline constexpr db::Query insert_mapping{
    "telemetry.insert_mapping",
    "insert into telemetry.mapping (source, series, datastream_id, scale, shift) values ($1, $2, $3, $4, $5) "
    "returning " HATANG_MAPPING};
inline constexpr db::Query update_mapping{
    "telemetry.update_mapping",
    "update telemetry.mapping set version = version + 1, datastream_id = $2, scale = $3, shift = $4 "
    "where id = $1 returning " HATANG_MAPPING};
inline constexpr db::Query delete_mappings_to{
    "telemetry.delete_mappings_to",
    "delete from telemetry.mapping where datastream_id = $1 returning " HATANG_MAPPING};
inline constexpr db::Query delete_mapping{"telemetry.delete_mapping",
                                          "delete from telemetry.mapping where id = $1"};

#undef HATANG_MAPPING

}  // namespace hatang::telemetry::sql
