#include "telemetry/record_change.hpp"

namespace hatang::telemetry {

task<void> record_change(Telemetry::State& state, db::Session& tx, security::Change change,
                         const security::Actor& actor) {
    const std::string topic = std::string(change.entity) + ".changed", key = std::to_string(change.entity_id),
                      payload = change.after.empty() ? change.before : change.after;
    co_await state.security.audit(tx, actor, std::move(change));
    co_await state.platform.events.emit(tx, topic, key, payload);
}

}  // namespace hatang::telemetry
