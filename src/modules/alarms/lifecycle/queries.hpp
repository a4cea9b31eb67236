#pragma once

#include "db/query.hpp"

namespace hatang::alarms::sql {

#define HATANG_ALARM_SELECT                                                                                  \
    "select a.id, a.version, a.rule_id, a.kind, a.priority, a.state, a.acknowledged, a.asset_id, "           \
    "o.name as asset_name, o.class_key as asset_class, a.datastream_id, d.name as datastream_name, "         \
    "d.property, a.unit, a.limit_value, a.value, a.extreme, a.observed_at, a.raised_at, a.acknowledged_at, " \
    "a.acknowledged_by, a.cleared_at, a.closed_at, o.lon, o.lat, o.sensitivity, a.message_vi, "              \
    "a.message_en, a.advice, "                                                                               \
    "a.work_order_ids from alarms.alarm a "                                                                  \
    "join telemetry_api.datastream d on d.id = a.datastream_id "                                             \
    "left join registry_api.asset o on o.id = a.asset_id "

inline constexpr db::Query alarm_by_id{"alarms.alarm_by_id", HATANG_ALARM_SELECT "where a.id = $1"};
// The conditions follow; `o` is the asset.
inline constexpr std::string_view alarms_head = HATANG_ALARM_SELECT "where ";
#undef HATANG_ALARM_SELECT

inline constexpr db::Query lock_alarm{
    "alarms.lock", "select id, version, state, acknowledged from alarms.alarm where id = $1 for update"};
inline constexpr db::Query lock_open_subject{"alarms.lock_subject",
                                             "select id, version, state, acknowledged from alarms.alarm "
                                             "where subject = $1 and state <> 'closed' for update"};
inline constexpr db::Query insert_alarm{
    "alarms.insert",
    "insert into alarms.alarm (subject, rule_id, kind, priority, state, active, acknowledged, asset_id, "
    "datastream_id, unit, limit_value, value, extreme, observed_at, raised_at, message_vi, message_en, "
    "advice) "
    "values ($1, $2, $3, $4, 'raised', true, false, $5, $6, $7, $8, $9, $9, $10, $11, $12, $13, $14) "
    "returning id"};
inline constexpr db::Query raise_again{
    "alarms.raise_again",
    "update alarms.alarm set version = version + 1, state = 'raised', active = true, acknowledged = false, "
    "priority = $2, datastream_id = $3, unit = $4, limit_value = $5, value = $6, extreme = $6, observed_at = "
    "$7, "
    "raised_at = $8, message_vi = $9, message_en = $10, advice = $11, acknowledged_at = null, "
    "acknowledged_by = null, cleared_at = null where id = $1"};
inline constexpr db::Query set_acknowledged{
    "alarms.set_acknowledged",
    "update alarms.alarm set version = version + 1, state = $2, acknowledged = true, acknowledged_at = $3, "
    "acknowledged_by = $4 where id = $1"};
inline constexpr db::Query set_cleared{
    "alarms.set_cleared",
    "update alarms.alarm set version = version + 1, state = 'cleared', active = false, cleared_at = $2, "
    "extreme = coalesce($3, extreme) where id = $1"};
inline constexpr db::Query set_closed{
    "alarms.set_closed",
    "update alarms.alarm set version = version + 1, state = 'closed', closed_at = $2 where id = $1"};
inline constexpr db::Query add_work_order{"alarms.add_work_order",
                                          "update alarms.alarm set version = version + 1, work_order_ids = "
                                          "work_order_ids || $2::bigint where id = $1"};
inline constexpr db::Query set_extremes{
    "alarms.set_extremes",
    "update alarms.alarm a set extreme = n.extreme "
    "from unnest($1::text[], $2::float8[]) as n (subject, extreme) where a.subject = n.subject and a.active"};
inline constexpr db::Query insert_transition{
    "alarms.insert_transition",
    "insert into alarms.alarm_transition (alarm_id, at, from_state, to_state, user_id, user_name, reason) "
    "values ($1, $2, $3, $4, $5, $6, $7)"};
inline constexpr db::Query transitions{"alarms.transitions",
                                       "select at, from_state, to_state, user_name, reason from "
                                       "alarms.alarm_transition where alarm_id = $1 order by id"};

}  // namespace hatang::alarms::sql
