#include <chrono>

#include "base/embedded.hpp"
#include "base/log.hpp"
#include "base/text.hpp"
#include "security/access/rights.hpp"
#include "security/api.hpp"
#include "security/approvals/approvals.hpp"
#include "security/approvals/queries.hpp"
#include "security/audit/search.hpp"
#include "security/audit/writer.hpp"
#include "security/context.hpp"
#include "security/credentials/credentials.hpp"
#include "security/factors/queries.hpp"
#include "security/grants/queries.hpp"
#include "security/idempotency/queries.hpp"
#include "security/idempotency/store.hpp"
#include "security/limits.hpp"
#include "security/oidc/routes.hpp"
#include "security/organisations/queries.hpp"
#include "security/organisations/views.hpp"
#include "security/passwords/change.hpp"
#include "security/policy/store.hpp"
#include "security/privacy/routes.hpp"
#include "security/review/routes.hpp"
#include "security/sessions/queries.hpp"
#include "security/sessions/refusal_log.hpp"
#include "security/sessions/sessions.hpp"
#include "security/users/queries.hpp"
#include "security/users/users.hpp"
#include "security/watch/integrity.hpp"
#include "security/watch/limits.hpp"
#include "security/watch/routes.hpp"

namespace hatang {
std::span<const EmbeddedFile> embedded_security();
}

namespace hatang::security {
namespace {

std::string_view data_file(std::string_view path) {
    for (const EmbeddedFile& file : embedded_security())
        if (file.path == path) return file.text;
    return {};
}

std::string today(const Platform& platform) { return to_rfc3339(platform.clock.now()).substr(0, 10); }

}  // namespace

struct Security::State {
    Context context;
    Signal stop, stopped;
    Integrity integrity = {};  // of the files of the program
    bool stopping = false;
    int working = 0;  // timers that run

    // Deletes what has ended: at the start and every hour.
    task<void> clean_up() {
        while (!stopping) {
            try {
                const Instant now = context.platform.clock.now();
                co_await context.platform.db.run(sql::delete_ended_sessions, now);
                co_await context.platform.db.run(sql::delete_old_keys, now + -limits::idempotency_life_us);
                co_await context.platform.db.run(sql::forget_old_devices, now + -limits::device_life_us);
                co_await context.platform.db.run(sql::forget_old_failures, now + -kDay, now);
                co_await context.platform.db.run(sql::delete_ended_tickets, now);
                co_await context.platform.db.run(sql::forget_old_refusals, now + -limits::refusal_life_us);
                co_await disable_idle_users(context);
                co_await context.platform.db.run(sql::expire_approvals, now);
            } catch (const std::exception& e) {
                log::warn("security.clean_up_failed", {{"error", e.what()}});
            }
            if (!stopping) co_await stop.wait_for(std::chrono::microseconds(limits::clean_up_interval_us));
        }
        --working;
        stopped.notify_all();
    }

    // Compares the files of the program with those of its first start: now and every hour.
    task<void> watch_files() {
        while (!stopping) {
            try {
                integrity = co_await check_integrity(context);
            } catch (const std::exception& e) {
                log::warn("security.integrity_not_checked", {{"error", e.what()}});
            }
            if (!stopping) co_await stop.wait_for(std::chrono::microseconds(limits::integrity_interval_us));
        }
        --working;
        stopped.notify_all();
    }

    // Writes the refused sign-ins every few seconds, and once more at the end.
    task<void> keep_refusals() {
        bool last = false;
        while (!last) {
            last = stopping;
            try {
                co_await write_refusals(context);
            } catch (const std::exception& e) {
                log::warn("security.refusals_not_written", {{"error", e.what()}});
            }
            if (!stopping) co_await stop.wait_for(std::chrono::microseconds(limits::refusals_interval_us));
        }
        --working;
        stopped.notify_all();
    }
};

Actor actor_of(const http::Call& call) {
    Actor actor{std::nullopt, call.who.name, call.request.remote_address, call.id};
    if (call.who.user_id != 0) actor.user_id = call.who.user_id;
    return actor;
}

std::vector<std::int64_t> restricted_ids(const db::Rows& rows, std::size_t shown) {
    std::vector<std::int64_t> ids;
    for (const db::Row row : rows) {
        if (shown-- == 0) break;
        if (!row.is_null("sensitivity") && sensitivity_of(row.text("sensitivity")) == Sensitivity::restricted)
            ids.push_back(row.integer("id"));
    }
    return ids;
}

AssetKey asset_key(const db::Row& row) {
    return {.owner_id = row.maybe_integer("owner_id"),
            .operator_id = row.maybe_integer("operator_id"),
            .ward_code = row.is_null("ward_code") ? std::string_view() : row.text("ward_code"),
            .domain = row.text("domain"),
            .class_key = row.text("class_key"),
            .sensitivity = sensitivity_of(row.text("sensitivity"))};
}

Actor system_actor(std::string_view module) { return {std::nullopt, std::string(module), "", ""}; }

Security::Security(Platform& platform)
    : state_(new State{Context{platform,
                               *this,
                               Roles(data_file("data/roles.json"), today(platform)),
                               FourEyes(data_file("data/four_eyes.json"), today(platform)),
                               Policy(data_file("data/policy.json"), today(platform)),
                               CommonPasswords(data_file("data/common_passwords.json")),
                               PasswordHasher(platform.loop),
                               SessionCache(limits::session_cache_us, limits::session_cache_entries_max),
                               {},
                               Refusals(limits::refusals_apart_max),
                               Audit(platform)},
                       Signal(platform.loop), Signal(platform.loop)}) {
    platform.metrics.describe("hatang_sign_in_refused_total", "Refused sign-ins by code");
    Context& context = state_->context;
    // What another node, or a command, has changed: known here as soon as its event arrives.
    const auto forget = [&context](const events::Event& event) { forget_by_event(context, event); };
    platform.events.subscribe("session.ended", forget);
    platform.events.subscribe("user.changed", forget);
    platform.events.subscribe("organisation.", [&context](const events::Event&) { context.cache.clear(); });
    platform.events.subscribe("credential.changed", [&context](const events::Event& event) {
        forget_credential(context, event.key);
    });
    platform.events.subscribe("policy.changed", [&context](const events::Event&) {
        context.platform.loop.spawn(load_policy(context), "security.policy");
    });
}
Security::~Security() = default;

db::ModuleSchema Security::schema() const { return {"security", embedded_security()}; }

void Security::tell(Surroundings facts) { state_->context.surroundings = std::move(facts); }

void Security::use(http::Client& outgoing) { state_->context.outgoing = &outgoing; }

void Security::add_routes(http::Router& router) {
    add_session_routes(router, state_->context);
    add_account_routes(router, state_->context);
    add_password_routes(router, state_->context);
    add_factor_routes(router, state_->context);
    add_policy_routes(router, state_->context);
    add_credential_routes(router, state_->context);
    add_user_routes(router, state_->context);
    add_user_session_routes(router, state_->context);
    add_role_routes(router, state_->context);
    add_organisation_routes(router, state_->context);
    add_grant_routes(router, state_->context);
    add_delegation_routes(router, state_->context);
    add_approval_routes(router, state_->context);
    add_audit_routes(router, state_->context);
    add_oidc_routes(router, state_->context);
    add_watch_routes(router, state_->context, state_->integrity);
    add_review_routes(router, state_->context);
    add_privacy_routes(router, state_->context);
}

task<void> Security::start(bool serving) {
    co_await state_->context.audit.check_keys();
    co_await load_policy(state_->context);
    if (!serving) co_return;
    // Makes the hash of nobody now, so that the first unknown name answers no slower than the next.
    co_await state_->context.hasher.matches_nobody("");
    state_->stopping = false;
    state_->working = 2;
    state_->context.platform.loop.spawn(state_->keep_refusals(), "security.refusals");
    state_->context.platform.loop.spawn(state_->clean_up(), "security.clean_up");
    if (!state_->context.surroundings.version.empty()) {
        ++state_->working;
        state_->context.platform.loop.spawn(state_->watch_files(), "security.integrity");
    }
    state_->context.audit.start();
    if (state_->context.siem) state_->context.siem->start();
}

task<void> Security::stop() {
    state_->stopping = true;
    state_->stop.notify_all();
    while (state_->working > 0) co_await state_->stopped.wait();
    if (state_->context.siem) co_await state_->context.siem->stop();
    co_await state_->context.audit.stop();
}

task<http::Principal> Security::authenticate(const http::Request& request) {
    return principal_of(state_->context, request);
}

task<std::optional<http::Response>> Security::begin(const http::Principal& who, std::string_view key,
                                                    std::string_view hash) {
    return begin_request(state_->context, who.user_id, std::string(key), std::string(hash));
}
task<void> Security::finish(const http::Principal& who, std::string_view key,
                            const http::Response& response) {
    return keep_answer(state_->context, who.user_id, std::string(key), response);
}
task<void> Security::abandon(const http::Principal& who, std::string_view key) {
    return free_key(state_->context, who.user_id, std::string(key));
}

task<std::optional<http::Response>> Security::hold(const http::Call& call, std::string_view route_id) {
    return hold_for_approval(state_->context, call, std::string(route_id));
}

task<http::Principal> Security::principal_of_user(std::int64_t user_id) {
    const Context& context = state_->context;
    const Instant now = context.platform.clock.now();
    const db::Rows rows = co_await context.platform.db.run(sql::grants_of_account, user_id, now);
    if (rows.empty()) throw Error(Code::not_found, "id", {"user " + std::to_string(user_id)});
    const db::Row row = rows.front();
    http::Principal who;
    if (!row.boolean("enabled")) co_return who;
    who.user_id = row.integer("id");
    who.name = row.text("name");
    who.organisation_id = row.maybe_integer("organisation_id");
    who.rights = std::make_shared<const GrantedRights>(context.roles, row.text("grants"));
    co_return who;
}

task<void> Security::audit(db::Session& tx, Actor actor, Change change) {
    Context& context = state_->context;
    context.audit.wrote();
    co_await write_audit(tx, context.audit.keys(), context.platform.clock.now(), actor, change);
}

task<void> Security::audit_read(const http::Call& call, std::string_view entity,
                                std::vector<std::int64_t> ids) {
    Audit& audit = state_->context.audit;
    co_await write_read(state_->context.platform, audit.keys(), audit.reads(), call, entity, std::move(ids));
}

void Security::forward_audit_to(SiemTarget target) {
    state_->context.siem.emplace(state_->context.platform, std::move(target));
}

task<AuditVerdict> Security::verify_audit(VerifyOptions options) {
    Audit& audit = state_->context.audit;
    co_await audit.chain().step();
    co_return co_await audit.verify(std::move(options));
}

task<std::string> Security::accept_audit(std::string reason, Actor actor) {
    Context& context = state_->context;
    const std::string found = co_await context.audit.chain().accept();
    json::Writer after;
    after.begin_object().field("found", found).end_object();
    Change change;
    change.action = "audit.accept";
    change.entity = "audit";
    change.after = after.take();
    change.reason = std::move(reason);
    const auto body = [&](db::Session& tx) -> task<void> { co_await audit(tx, actor, change); };
    co_await context.platform.db.transaction(body);
    co_await context.audit.chain().step();
    co_return found;
}

task<std::int64_t> Security::export_audit(AuditFormat format, AuditFilter filter, Actor actor,
                                          std::function<void(std::string_view)> each) {
    Context& context = state_->context;
    const std::string host = host_name();
    if (format == AuditFormat::csv) each(csv_header());
    const std::function<void(const AuditRow&)> line = [&](const AuditRow& row) {
        each(line_of(format, row, host));
    };
    const std::int64_t rows =
        co_await read_audit(context.platform.db, filter, std::numeric_limits<std::int64_t>::max(), line);
    co_await note_export(context, actor, format, rows, filter.action.value_or(""));
    co_return rows;
}

task<std::int64_t> Security::add_user(std::string name, std::string full_name, std::string role,
                                      std::string password, Actor actor) {
    Context& context = state_->context;
    UserInput in;
    in.name = user_name_of(name, "name");
    if (!is_utf8(full_name)) throw Error(Code::invalid_utf8, "full_name");
    in.full_name = to_nfc(full_name);
    json::check_text(in.full_name, {.length_max = limits::full_name_length_max, .length_min = 1},
                     "full_name");
    in.roles.push_back(std::move(role));
    check_roles(context.roles, in.roles, "role");
    const std::string stored = user_name_of(name, "name"), where = "password";
    const NewPassword made_password = co_await first_password(context, stored, std::move(password), where);
    const auto body = [&](db::Session& tx) -> task<UserView> {
        co_return co_await create_user(context, tx, in, made_password.hash, actor);
    };
    const UserView made = co_await context.platform.db.transaction(body);
    co_return made.id;
}

task<void> Security::set_password(std::string name, std::string password, Actor actor) {
    Context& context = state_->context;
    const std::string stored = user_name_of(name, "name"), where = "password";
    const db::Rows found = co_await context.platform.db.run(sql::user_id_by_name, stored);
    if (found.empty()) throw Error(Code::unknown_user, "name", {stored});
    const std::int64_t id = found.front().integer("id");
    const NewPassword made = co_await next_password(context, id, std::move(password), where);
    const auto body = [&](db::Session& tx) -> task<void> {
        co_await store_password(context, tx, id, made, 0, actor);
    };
    co_await context.platform.db.transaction(body);
}

task<void> Security::set_policy(std::string key, std::string typed, Actor actor) {
    Context& context = state_->context;
    std::map<std::string, std::string> wanted;
    wanted.emplace(key, Policy::json_of_typed(context.policy.rule(key, "key"), typed));
    co_await change_policy(context, wanted, actor);
}

task<std::vector<PolicySetting>> Security::policy_settings() {
    const std::vector<PolicyView> views = co_await policy_views(state_->context);
    std::vector<PolicySetting> out;
    for (const PolicyView& view : views)
        out.push_back(
            {view.key, view.value.json, view.standard.json, view.title_vi, view.title_en, view.legal_basis});
    co_return out;
}

std::int64_t Security::policy_integer(std::string_view key) const {
    return state_->context.policy.integer(key);
}

std::string Security::policy_choice(std::string_view key) const { return state_->context.policy.choice(key); }

bool Security::may_write_datastream(const http::Principal& who, std::int64_t datastream_id) const {
    return credential_may_write(state_->context, who.credential_id, datastream_id);
}

bool Security::inside(std::string_view address) const { return state_->context.policy.inside(address); }

task<std::int64_t> Security::ensure_organisation(db::Session& tx, std::string name, std::string kind) {
    if (!json::from_text<OrganisationKind>(kind))
        throw Error(Code::invalid_value, "kind", {kind, json::all_texts<OrganisationKind>()});
    const db::Rows made =
        co_await tx.run(sql::ensure_organisation, name, kind, state_->context.platform.clock.now());
    if (made.empty()) {
        const db::Rows found = co_await tx.run(sql::organisation_id_by_name, name);
        co_return found.front().integer("id");
    }
    Change change;
    change.action = "organisation.create";
    change.entity = "organisation";
    change.entity_id = made.front().integer("id");
    json::Writer after;
    after.begin_object().field("name", name).field("kind", kind).end_object();
    change.after = after.take();
    co_await audit(tx, system_actor("security"), change);
    co_return change.entity_id;
}

task<std::string> Security::full_name(db::Session& tx, std::int64_t user_id) {
    const db::Rows rows = co_await tx.run(sql::full_name, user_id);
    if (rows.empty()) throw Error(Code::unknown_user, {}, {std::to_string(user_id)});
    co_return std::string(rows.front().text("full_name"));
}

}  // namespace hatang::security
