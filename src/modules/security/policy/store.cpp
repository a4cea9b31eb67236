#include "security/policy/store.hpp"

#include "base/log.hpp"
#include "security/policy/queries.hpp"

namespace hatang::security {

task<void> load_policy(Context& context) {
    Policy& policy = context.policy;
    const db::Rows rows = co_await context.platform.db.run(sql::policy_values);
    for (const PolicyRule& rule : policy.rules()) policy.set(rule.key, "");
    for (const db::Row row : rows) {
        const std::string_view key = row.text("key"), value = row.text("value");
        try {
            const json::Document document = json::parse(value);
            policy.set(key, Policy::checked(policy.rule(key, key), document.root(), key));
        } catch (const Error& e) {
            log::warn("security.policy_passed_over", {{"key", key}, {"error", e.what()}});
        }
    }
}

task<std::vector<PolicyView>> policy_views(Context& context) {
    const Policy& policy = context.policy;
    const db::Rows rows = co_await context.platform.db.run(sql::policy_values);
    std::vector<PolicyView> out;
    for (const PolicyRule& rule : policy.rules()) {
        PolicyView view;
        view.key = rule.key;
        view.value.json = policy.json(rule.key);
        view.standard.json = rule.standard;
        view.title_vi = rule.title_vi;
        view.title_en = rule.title_en;
        view.legal_basis = rule.legal_basis;
        for (const db::Row row : rows)
            if (row.text("key") == rule.key) {
                view.changed_at = row.instant("changed_at");
                view.changed_by = std::string(row.text("changed_by"));
            }
        out.push_back(std::move(view));
    }
    co_return out;
}

task<void> change_policy(Context& context, std::map<std::string, std::string> json_by_key, Actor actor) {
    json::Writer before, after;
    before.begin_object();
    after.begin_object();
    std::map<std::string, std::string> checked;
    for (const auto& [key, text] : json_by_key) {
        const std::string where = json::pointer("", key);
        const PolicyRule& rule = context.policy.rule(key, where);
        const json::Document document = json::parse(text);
        checked.emplace(key, Policy::checked(rule, document.root(), where));
        before.raw_field(key, context.policy.json(key));
        after.raw_field(key, checked.at(key));
    }
    Change change;
    change.action = "policy.change";
    change.entity = "policy";
    change.before = before.end_object().take();
    change.after = after.end_object().take();
    const auto body = [&](db::Session& tx) -> task<void> {
        const Instant now = context.platform.clock.now();
        for (const auto& [key, value] : checked)
            co_await tx.run(sql::set_policy_value, key, value, now, actor.name);
        co_await context.security.audit(tx, actor, change);
        co_await context.platform.events.emit(tx, "policy.changed", "policy", change.after);
    };
    co_await context.platform.db.transaction(body);
    for (const auto& [key, value] : checked) context.policy.set(key, value);
}

}  // namespace hatang::security
