// The alarms in the database. Every act is one row changed, one transition, one audit row, one line in the
// history of the asset and one event, in the transaction of the caller.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "alarms/lifecycle/alarm.hpp"
#include "alarms/messages.hpp"
#include "db/pool.hpp"
#include "module.hpp"
#include "registry/api.hpp"
#include "security/api.hpp"

namespace hatang::alarms {

// What the detector found. `subject` names what it is about (see the table alarms.alarm).
struct Finding {
    std::string subject;
    std::optional<std::int64_t> rule_id;
    RuleKind kind = RuleKind::above;
    Priority priority = Priority::warning;
    std::optional<std::int64_t> asset_id;
    std::int64_t datastream_id = 0;
    std::string unit;
    double limit = 0, value = 0;
    Instant observed_at;
    Message message;
    std::optional<std::string> advice;
};

class Ledger {
  public:
    Ledger(Platform& platform, security::Security& security, registry::Registry& registry)
        : platform_(platform), security_(security), registry_(registry) {}
    void add_routes(http::Router&);

    // A new alarm, or the cleared one of the same subject raised again. Nothing happens when it is active
    // already.
    task<std::optional<Alarm>> raise(db::Session&, const Finding&);
    // Nothing happens when the subject has no active alarm.
    task<std::optional<Alarm>> clear(db::Session&, std::string subject, std::optional<double> extreme,
                                     std::string reason);
    // Throws not_found, precondition_failed, invalid_transition.
    task<Alarm> acknowledge(db::Session&, std::int64_t id, std::optional<std::string> note, security::Actor,
                            const http::Call* = nullptr);
    task<Alarm> close(db::Session&, std::int64_t id, std::optional<std::string> note, security::Actor,
                      const http::Call* = nullptr);
    task<void> close_if_cleared(db::Session&, std::int64_t id, std::string reason, security::Actor);
    task<void> link_work_order(db::Session&, std::int64_t id, std::int64_t work_order_id, security::Actor);

    // After the commit, for the metrics: hatang_alarms_<act>_total{priority}.
    void count(Act, Priority);

    task<std::optional<Alarm>> find(db::Session&, std::int64_t id);
    task<std::vector<Alarm>> open(security::Scope, std::int64_t limit);

  private:
    struct Locked {
        std::int64_t id = 0;
        Life life;
    };
    task<Locked> lock(db::Session&, std::int64_t id, const http::Call*);
    // What follows the change of the row. Gives the alarm as it is now.
    task<Alarm> record(db::Session&, std::int64_t id, std::optional<Life> before, Act, security::Actor,
                       std::optional<std::string> reason);
    task<AlarmPage> page(http::Call&, AlarmQuery);
    // What the scope reaches, newest first.
    task<db::Rows> list(security::Scope, db::Where, std::int64_t limit);
    // Throws not_found to who may not read the alarm, forbidden to who lacks the permission on it.
    task<void> require(http::Principal, std::string permission, std::int64_t id);

    Platform& platform_;
    security::Security& security_;
    registry::Registry& registry_;
};

}  // namespace hatang::alarms
