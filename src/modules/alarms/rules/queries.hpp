#pragma once

#include "db/query.hpp"

namespace hatang::alarms::sql {

#define HATANG_RULE_COLUMNS                                                                               \
    "id, version, datastream_id, asset_class, property, name, kind, limit_value, dead_band, on_delay_s, " \
    "off_delay_s, priority, enabled, advice "
// A rule over one datastream ends with it.
#define HATANG_RULE_LIVES                                                                          \
    "deleted_at is null and not exists (select from telemetry_api.datastream e where e.id = rule." \
    "datastream_id and e.ended_at is not null) "

inline constexpr db::Query rules_enabled{
    "alarms.rules_enabled",
    "select " HATANG_RULE_COLUMNS "from alarms.rule where enabled and " HATANG_RULE_LIVES "order by id"};
inline constexpr db::Query rule_by_id{"alarms.rule_by_id",
                                      "select " HATANG_RULE_COLUMNS
                                      "from alarms.rule where id = $1 and " HATANG_RULE_LIVES};
inline constexpr db::Query rule_locked{"alarms.rule_locked",
                                       "select " HATANG_RULE_COLUMNS
                                       "from alarms.rule where id = $1 and " HATANG_RULE_LIVES "for update"};
// The conditions follow; `a` is the asset of the datastream.
inline constexpr std::string_view rules_head =
    "select r.* from (select " HATANG_RULE_COLUMNS "from alarms.rule where " HATANG_RULE_LIVES
    ") r left join "
    "telemetry_api.datastream d on d.id = r.datastream_id "
    "left join registry_api.asset a on a.id = d.asset_id where ";
inline constexpr db::Query rule_count{"alarms.rule_count",
                                      "select count(*) as n from alarms.rule where " HATANG_RULE_LIVES};
inline constexpr db::Query insert_rule{
    "alarms.insert_rule",
    "insert into alarms.rule (datastream_id, asset_class, property, name, kind, limit_value, dead_band, "
    "on_delay_s, off_delay_s, priority, enabled, advice) "
    "values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) returning id"};
inline constexpr db::Query update_rule{
    "alarms.update_rule",
    "update alarms.rule set version = version + 1, name = $2, limit_value = $3, dead_band = $4, on_delay_s = "
    "$5, "
    "off_delay_s = $6, priority = $7, enabled = $8, advice = $9 where id = $1"};
inline constexpr db::Query delete_rule{
    "alarms.delete_rule", "update alarms.rule set version = version + 1, deleted_at = now() where id = $1"};

#undef HATANG_RULE_LIVES
#undef HATANG_RULE_COLUMNS

inline constexpr db::Query class_known{
    "alarms.class_known", "select exists (select from catalogue_api.asset_class where key = $1) as known"};
inline constexpr db::Query asset_classes{"alarms.asset_classes",
                                         "select id, class_key from registry_api.asset where id = any($1)"};

}  // namespace hatang::alarms::sql
