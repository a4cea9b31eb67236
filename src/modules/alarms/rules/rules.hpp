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
    // Whether the permission covers the datastream of the rule; over a class, the whole city.
    bool reaches(const http::Principal&, std::string_view permission, const Rule&) const;
    // Throws not_found to who may not read the rule, forbidden to who lacks the permission over it.
    void require(const http::Principal&, std::string_view permission, const Rule&) const;
    task<Rule> change(db::Session&, std::int64_t id, const http::Call&, const RulePatch&);
    task<void> remove(db::Session&, std::int64_t id, const http::Call&);

    Platform& platform_;
    security::Security& security_;
    telemetry::Telemetry& telemetry_;
};

}  // namespace hatang::alarms
