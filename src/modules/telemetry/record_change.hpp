// What every change of the module's rows leaves behind: a row of the audit log and the event
// `<entity>.changed`.
#pragma once

#include "json/describe.hpp"
#include "telemetry/state.hpp"

namespace hatang::telemetry {

// In the transaction of the change. The event carries what is there now, or what is gone.
task<void> record_change(Telemetry::State&, db::Session&, security::Change, const security::Actor&);

// Nothing before: it is new. Nothing after: it is gone.
template <class View>
task<void> record_change(Telemetry::State& state, db::Session& tx, std::string_view action,
                         std::string_view entity, const View* before, const View* after,
                         const security::Actor& actor) {
    security::Change change{.action = action,
                            .entity = entity,
                            .entity_id = (after ? after : before)->id,
                            .before = before ? json::to_json(*before) : std::string(),
                            .after = after ? json::to_json(*after) : std::string(),
                            .reason = {}};
    return record_change(state, tx, std::move(change), actor);
}

}  // namespace hatang::telemetry
