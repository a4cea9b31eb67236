// SQL of the choice of decoders.
#pragma once

#include "db/query.hpp"

namespace hatang::telemetry::sql {

inline constexpr db::Query decoder_choices{
    "telemetry.decoder_choices",
    "select id, kind, key, decoder, created_at from telemetry.decoder_choice order by id"};
inline constexpr db::Query insert_decoder_choice{
    "telemetry.insert_decoder_choice",
    "insert into telemetry.decoder_choice (kind, key, decoder) values ($1, $2, $3) "
    "on conflict (kind, key) do update set decoder = excluded.decoder "
    "returning id, kind, key, decoder, created_at"};
inline constexpr db::Query delete_decoder_choice{
    "telemetry.delete_decoder_choice",
    "delete from telemetry.decoder_choice where id = $1 returning id, kind, key, decoder, created_at"};

}  // namespace hatang::telemetry::sql
