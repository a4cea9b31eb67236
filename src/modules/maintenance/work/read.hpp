// Rows of the work queries as structs.
#pragma once

#include "db/query.hpp"
#include "maintenance/work/work_order.hpp"

namespace hatang::maintenance {

inline WorkOrder work_of(const db::Row& row) {
    WorkOrder w;
    w.id = row.integer("id");
    w.version = row.integer("version");
    w.number = row.text("number");
    w.asset_id = row.integer("asset_id");
    w.asset_name = row.text("asset_name");
    w.alarm_id = row.maybe_integer("alarm_id");
    w.kind = json::from_text<WorkKind>(row.text("kind")).value();
    w.title = row.text("title");
    w.description = row.maybe_text("description");
    w.priority = json::from_text<WorkPriority>(row.text("priority")).value();
    w.state = json::from_text<WorkState>(row.text("state")).value();
    w.assignee_id = row.maybe_integer("assignee_id");
    w.assignee = row.maybe_text("assignee");
    w.due_at = row.maybe_instant("due_at");
    w.created_by = row.text("created_by");
    w.created_at = row.instant("created_at");
    w.started_at = row.maybe_instant("started_at");
    w.completed_at = row.maybe_instant("completed_at");
    w.accepted_at = row.maybe_instant("accepted_at");
    w.result = row.maybe_text("result");
    w.lon = row.maybe_number("lon");
    w.lat = row.maybe_number("lat");
    return w;
}

}  // namespace hatang::maintenance
