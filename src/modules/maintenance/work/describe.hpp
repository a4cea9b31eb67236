// The descriptions of the structs of work_order.hpp, which includes this.
#pragma once

#include "maintenance/work/work_order.hpp"

namespace hatang::json {

inline constexpr Limits title_limits{.length_max = 200, .length_min = 1}, long_text{.length_max = 4'000},
    long_text_needed{.length_max = 4'000, .length_min = 1};

template <>
struct Describe<maintenance::WorkKind> {
    using K = maintenance::WorkKind;
    static constexpr std::string_view name = "WorkKind";
    static constexpr std::array values{std::pair<K, std::string_view>{K::repair, "repair"},
                                       std::pair<K, std::string_view>{K::inspection, "inspection"},
                                       std::pair<K, std::string_view>{K::upkeep, "upkeep"},
                                       std::pair<K, std::string_view>{K::emergency, "emergency"}};
};
template <>
struct Describe<maintenance::WorkPriority> {
    using P = maintenance::WorkPriority;
    static constexpr std::string_view name = "WorkPriority";
    static constexpr std::array values{std::pair<P, std::string_view>{P::critical, "critical"},
                                       std::pair<P, std::string_view>{P::major, "major"},
                                       std::pair<P, std::string_view>{P::warning, "warning"},
                                       std::pair<P, std::string_view>{P::notice, "notice"}};
};

template <>
struct Describe<maintenance::WorkOrder> {
    using W = maintenance::WorkOrder;
    static constexpr std::string_view name = "WorkOrder";
    static constexpr auto fields =
        std::tuple{field("id", &W::id, "Identifier"),
                   field("version", &W::version, "Counts the changes; ETag and If-Match"),
                   field("number", &W::number, "Number on paper: PCV-year-six digits"),
                   field("asset_id", &W::asset_id, "Asset to work on"),
                   field("asset_name", &W::asset_name, "Its name"),
                   field("alarm_id", &W::alarm_id, "Alarm that it was made from"),
                   field("kind", &W::kind, "Kind"),
                   field("title", &W::title, "What is to be done"),
                   field("description", &W::description, "In more words"),
                   field("priority", &W::priority, "Priority"),
                   field("state", &W::state, "State"),
                   field("assignee_id", &W::assignee_id, "Account that does it"),
                   field("assignee", &W::assignee, "Its full name"),
                   field("due_at", &W::due_at, "When it must be completed"),
                   field("created_by", &W::created_by, "Who made it"),
                   field("created_at", &W::created_at, "When"),
                   field("started_at", &W::started_at, "When the crew began"),
                   field("completed_at", &W::completed_at, "When the crew was done"),
                   field("accepted_at", &W::accepted_at, "When the result was accepted"),
                   field("result", &W::result, "What was done"),
                   field("lon", &W::lon, "Longitude of the asset"),
                   field("lat", &W::lat, "Latitude of the asset")};
};

template <>
struct Describe<maintenance::WorkCreate> {
    using W = maintenance::WorkCreate;
    static constexpr std::string_view name = "WorkOrderInput";
    static constexpr auto fields =
        std::tuple{field("asset_id", &W::asset_id, "Asset to work on"),
                   field("alarm_id", &W::alarm_id, "Alarm of that asset"),
                   field("kind", &W::kind, "Kind"),
                   field("title", &W::title, "What is to be done", title_limits),
                   field("description", &W::description, "In more words", long_text),
                   field("priority", &W::priority, "Priority"),
                   field("assignee_id", &W::assignee_id, "Assigned at once to this account"),
                   field("due_at", &W::due_at, "When it must be completed")};
};

template <>
struct Describe<maintenance::WorkPatch> {
    using W = maintenance::WorkPatch;
    static constexpr std::string_view name = "WorkOrderPatch";
    static constexpr auto fields = std::tuple{
        field("kind", &W::kind, "Kind"), field("title", &W::title, "What is to be done", title_limits),
        field("description", &W::description, "In more words", long_text),
        field("priority", &W::priority, "Priority"),
        field("due_at", &W::due_at, "When it must be completed")};
};

template <>
struct Describe<maintenance::WorkQuery> {
    using Q = maintenance::WorkQuery;
    static constexpr std::string_view name = "WorkOrderQuery";
    static constexpr auto fields =
        std::tuple{field("state", &Q::state, "In this state"),
                   field("open", &Q::open, "true: neither accepted nor cancelled; false: the others"),
                   field("assignee", &Q::assignee, "Account id, or `me`"),
                   field("asset", &Q::asset, "On this asset"),
                   field("alarm", &Q::alarm, "Made from this alarm"),
                   field("limit", &Q::limit, "Page size, 1…1000, default 100"),
                   field("cursor", &Q::cursor, "`next` of the page before")};
};

template <>
struct Describe<maintenance::WorkPage> {
    using P = maintenance::WorkPage;
    static constexpr std::string_view name = "WorkOrderPage";
    static constexpr auto fields =
        std::tuple{field("items", &P::items, "Work orders, newest first"),
                   field("next", &P::next, "Cursor of the next page; null on the last")};
};

template <>
struct Describe<maintenance::WorkNote> {
    using N = maintenance::WorkNote;
    static constexpr std::string_view name = "WorkNote";
    static constexpr auto fields =
        std::tuple{field("id", &N::id, "Identifier"), field("at", &N::at, "When"), field("by", &N::by, "Who"),
                   field("text", &N::text, "What was seen"), field("photo", &N::photo, "SHA-256 of a photo")};
};

template <>
struct Describe<maintenance::WorkTransition> {
    using T = maintenance::WorkTransition;
    static constexpr std::string_view name = "WorkTransition";
    static constexpr auto fields = std::tuple{
        field("at", &T::at, "When"), field("from", &T::from, "State before; null: it was new"),
        field("to", &T::to, "State after"), field("by", &T::by, "Who"), field("reason", &T::reason, "Why")};
};

template <>
struct Describe<maintenance::Assignment> {
    using A = maintenance::Assignment;
    static constexpr std::string_view name = "WorkAssignment";
    static constexpr auto fields = std::tuple{field("assignee_id", &A::assignee_id, "Account that does it")};
};
template <>
struct Describe<maintenance::Nothing> {
    static constexpr std::string_view name = "WorkStart";
    static constexpr std::tuple<> fields{};
};
template <>
struct Describe<maintenance::NoteInput> {
    static constexpr std::string_view name = "WorkNoteInput";
    static constexpr auto fields =
        std::tuple{field("text", &maintenance::NoteInput::text, "What was seen", long_text_needed)};
};
template <>
struct Describe<maintenance::Completion> {
    static constexpr std::string_view name = "WorkCompletion";
    static constexpr auto fields =
        std::tuple{field("result", &maintenance::Completion::result, "What was done", long_text_needed)};
};
template <>
struct Describe<maintenance::Acceptance> {
    static constexpr std::string_view name = "WorkAcceptance";
    static constexpr auto fields =
        std::tuple{field("note", &maintenance::Acceptance::note, "For the record", long_text)};
};
template <>
struct Describe<maintenance::Cancellation> {
    static constexpr std::string_view name = "WorkCancellation";
    static constexpr auto fields =
        std::tuple{field("reason", &maintenance::Cancellation::reason, "Why", long_text_needed)};
};
template <>
struct Describe<maintenance::PhotoView> {
    using P = maintenance::PhotoView;
    static constexpr std::string_view name = "WorkPhoto";
    static constexpr auto fields =
        std::tuple{field("id", &P::id, "Note that holds it"), field("photo", &P::photo, "SHA-256")};
};

}  // namespace hatang::json
