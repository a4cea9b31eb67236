// SQL of the topics of plain JSON.
#pragma once

#include "db/query.hpp"

namespace hatang::telemetry::sql {

inline constexpr db::Query json_topics{
    "telemetry.json_topics",
    "select id, filter, time_pointer, time_form, created_at from telemetry.json_topic order by id"};
inline constexpr db::Query insert_json_topic{
    "telemetry.insert_json_topic",
    "insert into telemetry.json_topic (filter, time_pointer, time_form) values ($1, $2, $3) "
    "returning id, filter, time_pointer, time_form, created_at"};
inline constexpr db::Query delete_json_topic{"telemetry.delete_json_topic",
                                             "delete from telemetry.json_topic where id = $1 returning id, "
                                             "filter, time_pointer, time_form, created_at"};

}  // namespace hatang::telemetry::sql
