#include "alarms/rules/rules.hpp"

#include "alarms/rules/queries.hpp"
#include "base/page.hpp"

namespace hatang::alarms {
namespace {

Rule rule_of(const db::Row& row) {
    Rule rule;
    rule.id = row.integer("id");
    rule.version = row.integer("version");
    rule.datastream_id = row.maybe_integer("datastream_id");
    rule.asset_class = row.maybe_text("asset_class");
    rule.property = row.maybe_text("property");
    rule.name = row.text("name");
    rule.kind = json::from_text<RuleKind>(row.text("kind")).value();
    rule.limit = row.maybe_number("limit_value");
    rule.dead_band = row.number("dead_band");
    rule.on_delay_s = row.number("on_delay_s");
    rule.off_delay_s = row.number("off_delay_s");
    rule.priority = json::from_text<Priority>(row.text("priority")).value();
    rule.enabled = row.boolean("enabled");
    rule.advice = row.maybe_text("advice");
    return rule;
}

}  // namespace

bool Rules::reaches(const http::Principal& who, std::string_view permission, const Rule& rule) const {
    const security::Scope& scope = security::scope(who, permission);
    if (!rule.datastream_id) return scope.everywhere();
    const telemetry::Datastream* d = telemetry_.find(*rule.datastream_id);
    return d && scope.allows(d->key());
}

void Rules::require(const http::Principal& who, std::string_view permission, const Rule& rule) const {
    if (rule.datastream_id && !reaches(who, "rule.read", rule))
        throw Error(Code::not_found, {}, {"rule " + std::to_string(rule.id)});
    if (permission != "rule.read" && !reaches(who, permission, rule))
        throw Error(Code::forbidden, {}, {std::string(permission)});
}

task<std::vector<Rule>> Rules::enabled() {
    const db::Rows rows = co_await platform_.db.run(sql::rules_enabled);
    std::vector<Rule> rules;
    for (const db::Row row : rows) rules.push_back(rule_of(row));
    co_return rules;
}

task<std::int64_t> Rules::add(db::Session& tx, Rule rule, security::Actor actor) {
    check(rule);
    if (rule.datastream_id && !telemetry_.find(*rule.datastream_id))
        throw Error(Code::unknown_datastream, "/datastream_id", {std::to_string(*rule.datastream_id)});
    if (rule.asset_class) {
        const db::Rows known = co_await tx.run(sql::class_known, *rule.asset_class);
        if (!known.front().boolean("known"))
            throw Error(Code::unknown_class, "/asset_class", {*rule.asset_class});
    }
    const db::Rows count = co_await tx.run(sql::rule_count);
    if (count.front().integer("n") >= rules_max)
        throw Error(Code::too_many_items, {}, {std::to_string(rules_max + 1), std::to_string(rules_max)});
    const db::Rows made =
        co_await tx.run(sql::insert_rule, rule.datastream_id, rule.asset_class, rule.property, rule.name,
                        json::to_text(rule.kind), rule.limit, rule.dead_band, rule.on_delay_s,
                        rule.off_delay_s, json::to_text(rule.priority), rule.enabled, rule.advice);
    rule.id = made.front().integer("id");
    const security::Change change{"rule.create", "rule", rule.id, {}, json::to_json(rule), {}};
    co_await security_.audit(tx, actor, change);
    co_return rule.id;
}

task<Rule> Rules::change(db::Session& tx, std::int64_t id, const http::Call& call, const RulePatch& patch) {
    const db::Rows rows = co_await tx.run(sql::rule_locked, id);
    if (rows.empty()) throw Error(Code::not_found, {}, {"rule " + std::to_string(id)});
    Rule rule = rule_of(rows.front());
    require(call.who, "rule.write", rule);
    call.check_version(rule.version);
    const std::string before = json::to_json(rule);
    if (patch.name) rule.name = *patch.name;
    if (patch.limit) rule.limit = patch.limit;
    if (patch.dead_band) rule.dead_band = *patch.dead_band;
    if (patch.on_delay_s) rule.on_delay_s = *patch.on_delay_s;
    if (patch.off_delay_s) rule.off_delay_s = *patch.off_delay_s;
    if (patch.priority) rule.priority = *patch.priority;
    if (patch.enabled) rule.enabled = *patch.enabled;
    if (patch.advice.given) rule.advice = patch.advice.value;
    check(rule);
    co_await tx.run(sql::update_rule, id, rule.name, rule.limit, rule.dead_band, rule.on_delay_s,
                    rule.off_delay_s, json::to_text(rule.priority), rule.enabled, rule.advice);
    ++rule.version;
    const security::Change change{"rule.change", "rule", id, before, json::to_json(rule), {}};
    co_await security_.audit(tx, security::actor_of(call), change);
    co_return rule;
}

task<void> Rules::remove(db::Session& tx, std::int64_t id, const http::Call& call) {
    const db::Rows rows = co_await tx.run(sql::rule_locked, id);
    if (rows.empty()) throw Error(Code::not_found, {}, {"rule " + std::to_string(id)});
    const Rule rule = rule_of(rows.front());
    require(call.who, "rule.write", rule);
    call.check_version(rule.version);
    co_await tx.run(sql::delete_rule, id);
    const security::Change change{"rule.delete", "rule", id, json::to_json(rule), {}, {}};
    co_await security_.audit(tx, security::actor_of(call), change);
}

void Rules::add_routes(http::Router& router, std::function<task<void>()> changed) {
    router.get<RuleQuery, RulePage>(
        "/api/v1/rules", {"alarms.rules.list", http::may_within("rule.read"), "Lists alarm rules"},
        [this](http::Call& call, const RuleQuery& query) -> task<RulePage> {
            const std::int64_t limit = page_limit(query.limit), after = page_cursor(query.cursor).value_or(0);
            db::Where where;
            where.add("r.id > ?", {after});
            if (query.datastream) where.add("r.datastream_id = ?", {*query.datastream});
            if (query.asset_class) where.add("r.asset_class = ?", {*query.asset_class});
            // Rules over a class say nothing of any one work.
            const std::string reach = security::scope(call.who, "rule.read").condition(where, "a");
            where.add("(r.datastream_id is null or " + reach + ")");
            const std::string text = std::string(sql::rules_head) + where.text() + " order by r.id limit " +
                                     std::to_string(limit + 1);
            const db::Query statement{"alarms.rule_page", text};
            const db::Rows rows = co_await platform_.db.run_params(statement, where.params());
            RulePage page;
            for (const db::Row row : rows) page.items.push_back(rule_of(row));
            if (rows.size() > limit) {
                page.items.pop_back();
                page.next = std::to_string(page.items.back().id);
            }
            co_return page;
        });
    router.get<http::Nothing, Rule>(
        "/api/v1/rules/{id}", {"alarms.rules.get", http::may_within("rule.read"), "One alarm rule"},
        [this](http::Call& call, const http::Nothing&) -> task<Rule> {
            const db::Rows rows = co_await platform_.db.run(sql::rule_by_id, call.path_id("id"));
            if (rows.empty()) throw Error(Code::not_found, {}, {"rule " + call.path_text("id")});
            const Rule rule = rule_of(rows.front());
            require(call.who, "rule.read", rule);
            call.etag(rule.version);
            co_return rule;
        });
    router.post<RuleCreate, Rule>(
        "/api/v1/rules",
        {"alarms.rules.create", http::may_within("rule.write"), "Adds an alarm rule; it watches at once"},
        [this, changed](http::Call& call, const RuleCreate& in) -> task<Rule> {
            Rule rule{.datastream_id = in.datastream_id,
                      .asset_class = in.asset_class,
                      .property = in.property,
                      .name = in.name,
                      .kind = in.kind,
                      .limit = in.limit,
                      .dead_band = in.dead_band.value_or(0),
                      .on_delay_s = in.on_delay_s.value_or(0),
                      .off_delay_s = in.off_delay_s.value_or(0),
                      .priority = in.priority.value_or(Priority::warning),
                      .enabled = in.enabled.value_or(true),
                      .advice = in.advice};
            // A datastream that may not be seen is not there.
            if (rule.datastream_id && !reaches(call.who, "telemetry.read", rule))
                throw Error(Code::unknown_datastream, "/datastream_id",
                            {std::to_string(*rule.datastream_id)});
            if (!reaches(call.who, "rule.write", rule)) throw Error(Code::forbidden, {}, {"rule.write"});
            const security::Actor actor = security::actor_of(call);
            rule.id = co_await platform_.db.transaction(
                [&](db::Session& tx) -> task<std::int64_t> { co_return co_await add(tx, rule, actor); });
            co_await changed();
            call.etag(rule.version);
            co_return rule;
        });
    router.patch<RulePatch, Rule>(
        "/api/v1/rules/{id}",
        {"alarms.rules.change", http::may_within("rule.write"), "Changes an alarm rule"},
        [this, changed](http::Call& call, const RulePatch& patch) -> task<Rule> {
            call.require_if_match();
            const std::int64_t id = call.path_id("id");
            const Rule rule = co_await platform_.db.transaction(
                [&](db::Session& tx) -> task<Rule> { co_return co_await change(tx, id, call, patch); });
            co_await changed();
            call.etag(rule.version);
            co_return rule;
        });
    router.del<http::Nothing, http::Nothing>(
        "/api/v1/rules/{id}",
        {"alarms.rules.delete", http::may_within("rule.write"),
         "Ends an alarm rule; its active alarms clear"},
        [this, changed](http::Call& call, const http::Nothing&) -> task<http::Nothing> {
            call.require_if_match();
            const std::int64_t id = call.path_id("id");
            co_await platform_.db.transaction(
                [&](db::Session& tx) -> task<void> { co_await remove(tx, id, call); });
            co_await changed();
            co_return http::Nothing{};
        });
}

}  // namespace hatang::alarms
