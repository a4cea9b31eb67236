#pragma once

#include "db/query.hpp"

namespace hatang::maintenance::sql {

#define HATANG_WORK_SELECT                                                                                   \
    "select w.id, w.version, w.number, w.asset_id, coalesce(o.name, '') as asset_name, w.alarm_id, w.kind, " \
    "w.title, w.description, w.priority, w.state, w.assignee_id, p.full_name as assignee, w.due_at, "        \
    "w.created_by, w.created_at, w.started_at, w.completed_at, w.accepted_at, w.result, o.lon, o.lat, "      \
    "o.sensitivity "                                                                                         \
    "from maintenance.work_order w left join registry_api.asset o on o.id = w.asset_id "                     \
    "left join security_api.person p on p.id = w.assignee_id "

inline constexpr db::Query work_by_id{"maintenance.work_by_id", HATANG_WORK_SELECT "where w.id = $1"};
// The conditions follow; `o` is the asset.
inline constexpr std::string_view work_head = HATANG_WORK_SELECT "where ";
#undef HATANG_WORK_SELECT

inline constexpr db::Query lock_work{"maintenance.lock_work",
                                     "select id from maintenance.work_order where id = $1 for update"};
inline constexpr db::Query next_number{
    "maintenance.next_number",
    "insert into maintenance.number_counter (year, last) values ($1::int, 1) "
    "on conflict (year) do update set last = number_counter.last + 1 returning last"};
inline constexpr db::Query insert_work{
    "maintenance.insert_work",
    "insert into maintenance.work_order (number, asset_id, alarm_id, kind, title, description, priority, "
    "state, "
    "due_at, created_by, created_at) values ($1, $2, $3, $4, $5, $6, $7, 'open', $8, $9, $10) returning id"};
inline constexpr db::Query update_work{
    "maintenance.update_work",
    "update maintenance.work_order set version = version + 1, kind = $2, title = $3, description = $4, "
    "priority = $5, due_at = $6 where id = $1"};
// Each of $3…$7 stays when it is null.
inline constexpr db::Query set_state{
    "maintenance.set_state",
    "update maintenance.work_order set version = version + 1, state = $2, assignee_id = coalesce($3, "
    "assignee_id), "
    "started_at = coalesce($4, started_at), completed_at = coalesce($5, completed_at), "
    "accepted_at = coalesce($6, accepted_at), result = coalesce($7, result) where id = $1"};
inline constexpr db::Query touch_work{
    "maintenance.touch_work", "update maintenance.work_order set version = version + 1 where id = $1"};
inline constexpr db::Query insert_transition{"maintenance.insert_transition",
                                             "insert into maintenance.work_transition (work_order_id, at, "
                                             "from_state, to_state, user_id, user_name, reason) "
                                             "values ($1, $2, $3, $4, $5, $6, $7)"};
inline constexpr db::Query transitions{
    "maintenance.transitions",
    "select at, from_state, to_state, user_name, reason "
    "from maintenance.work_transition where work_order_id = $1 order by id"};
inline constexpr db::Query insert_note{
    "maintenance.insert_note",
    "insert into maintenance.work_note (work_order_id, at, user_id, user_name, text, photo) "
    "values ($1, $2, $3, $4, $5, $6) returning id"};
inline constexpr db::Query note_count{
    "maintenance.note_count", "select count(*) as n from maintenance.work_note where work_order_id = $1"};
inline constexpr db::Query notes{
    "maintenance.notes",
    "select id, at, user_name, text, photo from maintenance.work_note where work_order_id = $1 order by id"};
// The work orders that a photo stands in.
inline constexpr db::Query photo_work{
    "maintenance.photo_work",
    "select distinct w.asset_id, w.assignee_id from maintenance.work_note n "
    "join maintenance.work_order w on w.id = n.work_order_id where n.photo = $1"};
inline constexpr db::Query person{"maintenance.person",
                                  "select full_name from security_api.person where id = $1 and enabled"};

}  // namespace hatang::maintenance::sql
