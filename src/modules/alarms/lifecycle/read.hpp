// A row of the alarm queries as an Alarm.
#pragma once

#include "alarms/lifecycle/alarm.hpp"
#include "db/query.hpp"

namespace hatang::alarms {

inline Alarm alarm_of(const db::Row& row) {
    Alarm a;
    a.id = row.integer("id");
    a.version = row.integer("version");
    a.rule_id = row.maybe_integer("rule_id");
    a.kind = json::from_text<RuleKind>(row.text("kind")).value();
    a.priority = json::from_text<Priority>(row.text("priority")).value();
    a.state = json::from_text<AlarmState>(row.text("state")).value();
    a.acknowledged = row.boolean("acknowledged");
    a.active = a.life().active();
    a.asset_id = row.maybe_integer("asset_id");
    a.asset_name = row.maybe_text("asset_name");
    a.asset_class = row.maybe_text("asset_class");
    a.datastream_id = row.integer("datastream_id");
    a.datastream_name = row.text("datastream_name");
    a.property = row.text("property");
    a.unit = row.text("unit");
    a.limit = row.number("limit_value");
    a.value = row.number("value");
    a.extreme = row.number("extreme");
    a.observed_at = row.instant("observed_at");
    a.raised_at = row.instant("raised_at");
    a.acknowledged_at = row.maybe_instant("acknowledged_at");
    a.acknowledged_by = row.maybe_text("acknowledged_by");
    a.cleared_at = row.maybe_instant("cleared_at");
    a.closed_at = row.maybe_instant("closed_at");
    a.lon = row.maybe_number("lon");
    a.lat = row.maybe_number("lat");
    a.message_vi = row.text("message_vi");
    a.message_en = row.text("message_en");
    a.advice = row.maybe_text("advice");
    a.work_order_ids = row.integers("work_order_ids");
    return a;
}

}  // namespace hatang::alarms
