// A work order as it is sent and shown.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "json/describe.hpp"
#include "maintenance/work/life.hpp"

namespace hatang::maintenance {

enum class WorkKind : std::uint8_t { repair, inspection, upkeep, emergency };
enum class WorkPriority : std::uint8_t { critical, major, warning, notice };

struct WorkOrder {
    std::int64_t id = 0, version = 1;
    std::string number;
    std::int64_t asset_id = 0;
    std::string asset_name;
    std::optional<std::int64_t> alarm_id;
    WorkKind kind = WorkKind::repair;
    std::string title;
    std::optional<std::string> description;
    WorkPriority priority = WorkPriority::warning;
    WorkState state = WorkState::open;
    std::optional<std::int64_t> assignee_id;
    std::optional<std::string> assignee;
    std::optional<Instant> due_at;
    std::string created_by;
    Instant created_at;
    std::optional<Instant> started_at, completed_at, accepted_at;
    std::optional<std::string> result;
    std::optional<double> lon, lat;
};

struct WorkCreate {
    std::int64_t asset_id = 0;
    std::optional<std::int64_t> alarm_id;
    WorkKind kind = WorkKind::repair;
    std::string title;
    std::optional<std::string> description;
    WorkPriority priority = WorkPriority::warning;
    std::optional<std::int64_t> assignee_id;
    std::optional<Instant> due_at;
};
struct WorkPatch {
    std::optional<WorkKind> kind;
    std::optional<std::string> title;
    json::Patch<std::string> description;
    std::optional<WorkPriority> priority;
    json::Patch<Instant> due_at;
};
struct WorkQuery {
    std::optional<WorkState> state;
    std::optional<bool> open;
    std::optional<std::string> assignee;
    std::optional<std::int64_t> asset, alarm, limit;
    std::optional<std::string> cursor;
};
struct WorkPage {
    std::vector<WorkOrder> items;
    std::optional<std::string> next;
};
struct WorkNote {
    std::int64_t id = 0;
    Instant at;
    std::string by, text;
    std::optional<std::string> photo;
};
struct WorkTransition {
    Instant at;
    std::optional<std::string> from;
    std::string to, by;
    std::optional<std::string> reason;
};

struct Assignment {
    std::int64_t assignee_id = 0;
};
struct Nothing {};
struct NoteInput {
    std::string text;
};
struct Completion {
    std::string result;
};
struct Acceptance {
    std::optional<std::string> note;
};
struct Cancellation {
    std::string reason;
};
struct PhotoView {
    std::int64_t id = 0;
    std::string photo;
};

}  // namespace hatang::maintenance

#include "maintenance/work/describe.hpp"
