#pragma once

#include "db/query.hpp"

namespace hatang::alarms::sql {

inline constexpr db::Query rule_states{
    "alarms.rule_states",
    "select rule_id, datastream_id, phase, since, due, last_t, value, extreme from alarms.rule_state"};
// Active alarms of the automatic no-data rule.
inline constexpr db::Query silent_subjects{
    "alarms.silent_subjects",
    "select subject, asset_id, datastream_id from alarms.alarm where active and rule_id is null"};
inline constexpr db::Query save_rule_state{
    "alarms.save_rule_state",
    "insert into alarms.rule_state (rule_id, datastream_id, phase, since, due, last_t, value, extreme) "
    "values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict (rule_id, datastream_id) do update set phase = "
    "excluded.phase, "
    "since = excluded.since, due = excluded.due, last_t = excluded.last_t, value = excluded.value, "
    "extreme = excluded.extreme"};
inline constexpr db::Query drop_rule_state{
    "alarms.drop_rule_state", "delete from alarms.rule_state where rule_id = $1 and datastream_id = $2"};

}  // namespace hatang::alarms::sql
