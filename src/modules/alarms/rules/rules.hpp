// The rules in the database and their routes.
#pragma once

#include <functional>
#include <vector>

#include "alarms/rules/rule.hpp"
#include "db/pool.hpp"
#include "module.hpp"
#include "security/api.hpp"
#include "telemetry/api.hpp"

namespace hatang::alarms {

class Rules {
  public:
    Rules(Platform& platform, security::Security& security, telemetry::Telemetry& telemetry)
        : platform_(platform), security_(security), telemetry_(telemetry) {}

    // `changed` runs after each committed change and before its answer.
    void add_routes(http::Router&, std::function<task<void>()> changed);
    // Throws the errors of a bad rule. Gives its id.
    task<std::int64_t> add(db::Session&, Rule, security::Actor);
    task<std::vector<Rule>> enabled();

  private:
    task<Rule> change(db::Session&, std::int64_t id, const http::Call&, const RulePatch&);
    task<void> remove(db::Session&, std::int64_t id, const http::Call&);

    Platform& platform_;
    security::Security& security_;
    telemetry::Telemetry& telemetry_;
};

}  // namespace hatang::alarms
