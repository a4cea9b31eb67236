#include "security/watch/collect.hpp"

#include <algorithm>

#include "sandbox/sandbox.hpp"
#include "security/approvals/queries.hpp"
#include "security/watch/limits.hpp"
#include "security/watch/queries.hpp"

namespace hatang::security {
namespace {

std::string text_of(const std::optional<std::string>& text) { return text.value_or(""); }

UnusualAccess unusual(const db::Row& row, std::string kind, std::string vi, std::string en) {
    UnusualAccess out;
    out.kind = std::move(kind);
    out.at = row.instant("at");
    out.user_id = row.integer("user_id");
    out.user = row.text("user_name");
    out.text_vi = std::move(vi);
    out.text_en = std::move(en);
    return out;
}

Instant seven_days_before(const Context& context) {
    return context.platform.clock.now() + -limits::watch_changes_days * kDay;
}

}  // namespace

task<FailedSignIns> failed_sign_ins(Context& context) {
    const Instant now = context.platform.clock.now(), since = now + -23 * kHour;
    db::Pool& db = context.platform.db;
    FailedSignIns out;
    const db::Rows hours = co_await db.run(sql::refusals_by_hour, since, now);
    for (const db::Row row : hours) out.by_hour.push_back({row.instant("at"), row.integer("count")});
    const db::Rows accounts = co_await db.run(sql::refusals_by_account, since, limits::watch_rows_max);
    for (const db::Row row : accounts)
        out.by_account.push_back({row.maybe_integer("account_id"), row.maybe_text("name"),
                                  row.integer("count"), row.instant("last_at")});
    const db::Rows addresses = co_await db.run(sql::refusals_by_address, since, limits::watch_rows_max);
    for (const db::Row row : addresses)
        out.by_address.push_back(
            {std::string(row.text("address")), row.integer("count"), row.instant("last_at")});
    co_return out;
}

task<std::vector<LockedAccount>> locked_accounts(Context& context) {
    const db::Rows rows = co_await context.platform.db.run(sql::locked_accounts, context.platform.clock.now(),
                                                           limits::watch_rows_max);
    std::vector<LockedAccount> out;
    for (const db::Row row : rows)
        out.push_back({row.integer("id"), std::string(row.text("name")), std::string(row.text("full_name")),
                       row.instant("locked_until")});
    co_return out;
}

task<std::vector<UnusualAccess>> unusual_access(Context& context) {
    const Instant since = seven_days_before(context),
                  memory = context.platform.clock.now() + -limits::watch_memory_days * kDay;
    db::Pool& db = context.platform.db;
    std::vector<UnusualAccess> out;
    const db::Rows addresses = co_await db.run(sql::new_addresses, since, memory, limits::watch_rows_max);
    for (const db::Row row : addresses) {
        const std::string address(row.text("address"));
        out.push_back(unusual(row, "new_address", "Đăng nhập lần đầu từ địa chỉ " + address,
                              "First sign-in from the address " + address));
    }
    const db::Rows devices = co_await db.run(sql::unusual_devices, since, memory, limits::watch_rows_max);
    for (const db::Row row : devices) {
        const std::string name(row.text("name"));
        out.push_back(unusual(row, "new_device", "Đăng nhập lần đầu từ thiết bị " + name,
                              "First sign-in from the device " + name));
    }
    const db::Rows nights = co_await db.run(sql::night_sign_ins, since, memory, limits::watch_rows_max,
                                            limits::night_from_hour, limits::night_to_hour);
    for (const db::Row row : nights)
        out.push_back(unusual(row, "night", "Đăng nhập ban đêm, trước đây chưa từng",
                              "Sign-in at night, never before"));
    const db::Rows reads = co_await db.run(sql::restricted_reads, since, limits::restricted_reads_an_hour,
                                           limits::watch_rows_max);
    for (const db::Row row : reads) {
        const std::string count = std::to_string(row.integer("reads"));
        out.push_back(unusual(row, "restricted_reads", "Đọc " + count + " bản ghi hạn chế trong một giờ",
                              "Read " + count + " restricted records within an hour"));
    }
    std::ranges::stable_sort(out, std::greater<>(), &UnusualAccess::at);
    if (out.size() > limits::watch_rows_max) out.resize(limits::watch_rows_max);
    co_return out;
}

task<std::vector<RightsChange>> rights_changes(Context& context) {
    const Instant since = seven_days_before(context);
    const db::Rows rows =
        co_await context.platform.db.run(sql::rights_changes, since, limits::watch_rows_max);
    std::vector<RightsChange> out;
    for (const db::Row row : rows)
        out.push_back({row.integer("id"), row.instant("at"), std::string(row.text("user_name")),
                       std::string(row.text("action")), std::string(row.text("entity")),
                       row.maybe_integer("entity_id"), row.maybe_text("reason")});
    co_return out;
}

task<std::vector<NewDevice>> new_devices(Context& context) {
    const Instant since = seven_days_before(context);
    const db::Rows rows = co_await context.platform.db.run(sql::new_devices, since, limits::watch_rows_max);
    std::vector<NewDevice> out;
    for (const db::Row row : rows)
        out.push_back({row.integer("account_id"), std::string(row.text("user_name")),
                       std::string(row.text("name")), text_of(row.maybe_text("address")),
                       row.instant("first_seen_at")});
    co_return out;
}

task<WatchFacts> watch_facts(Context& context, const Integrity& integrity) {
    const Instant now = context.platform.clock.now();
    const std::vector<std::string> administrators = context.roles.holding("user.write"),
                                   deciders = context.roles.holding("approval.decide");
    const db::Rows rows = co_await context.platform.db.run(
        sql::watch_facts, now, administrators, now + -limits::watch_idle_days * kDay,
        context.policy.integer("admin_password_months"), context.policy.integer("review_months"));
    const db::Row row = rows.front();
    // Of everybody: no account has the number 0.
    constexpr std::int64_t nobody = 0;
    const std::optional<std::int64_t> anybody;
    const db::Rows decide =
        co_await context.platform.db.run(sql::other_deciders, nobody, deciders, now, anybody);

    WatchFacts out;
    out.now = now;
    for (const PolicyRule& rule : context.policy.rules())
        if (rule.key == "second_factor")
            out.second_factor_standard = context.policy.json("second_factor") == rule.standard;
    out.administrators_without_factor = row.integer("administrators_without_factor");
    out.deciders = decide.front().integer("n");
    out.idle_accounts = row.integer("idle_accounts");
    out.reviews_due = row.integer("reviews_due");
    out.passwords_due = row.integer("passwords_due");
    out.breaches_open = row.integer("breaches_open");
    if (const auto discovered = row.maybe_instant("breach_discovered_at"))
        out.breach_due_at = *discovered + limits::breach_notice_us;
    out.beyond_loopback = context.surroundings.beyond_loopback;
    out.encrypted = context.surroundings.encrypted;
    out.files_changed = static_cast<std::int64_t>(integrity.files.size());
    if (context.surroundings.certificate)
        if (const auto certificate = context.surroundings.certificate())
            out.certificate_ends_at = certificate->not_after;
    const AuditState audit = audit_state(context);
    out.audit_checked_at = audit.checked_at;
    out.audit_problems = audit.problem_count;
    const sandbox::Facts& walls = sandbox::facts();
    out.sandbox_network_off = walls.network_off;
    out.sandbox_files_confined = walls.files_confined;
    co_return out;
}

AuditState audit_state(const Context& context) {
    AuditState out;
    if (const auto& verdict = context.audit.verdict()) {
        out.checked_at = verdict->checked_at;
        out.problem_count = verdict->problem_count;
        out.ok = verdict->ok();
    }
    return out;
}

}  // namespace hatang::security
