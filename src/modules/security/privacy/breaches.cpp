// /api/v1/privacy/breaches
#include "security/privacy/breaches.hpp"

#include "security/paging.hpp"
#include "security/privacy/breach_views.hpp"
#include "security/privacy/queries.hpp"

namespace hatang::security {
namespace {

Breach breach_of(const db::Row& row, Instant now) {
    Breach b;
    b.id = row.integer("id");
    b.version = row.integer("version");
    b.title = row.text("title");
    b.discovered_at = row.instant("discovered_at");
    b.occurred_at = row.maybe_instant("occurred_at");
    b.description = row.maybe_text("description");
    b.data_kinds = row.maybe_text("data_kinds");
    b.people_affected = row.maybe_integer("people_affected");
    b.cause = row.maybe_text("cause");
    b.consequences = row.maybe_text("consequences");
    b.measures = row.maybe_text("measures");
    b.contact = row.maybe_text("contact");
    b.authority_notified_at = row.maybe_instant("authority_notified_at");
    b.people_notified_at = row.maybe_instant("people_notified_at");
    b.closed_at = row.maybe_instant("closed_at");
    b.created_at = row.instant("created_at");
    b.created_by = row.text("created_by_name");
    set_clock(b, now);
    return b;
}

template <class T>
void take(std::optional<T>& into, const json::Patch<T>& patch) {
    if (patch.given) into = patch.value;
}

void apply(Breach& b, const BreachPatch& in) {
    if (in.title) b.title = *in.title;
    if (in.discovered_at) b.discovered_at = *in.discovered_at;
    take(b.occurred_at, in.occurred_at);
    take(b.description, in.description);
    take(b.data_kinds, in.data_kinds);
    take(b.people_affected, in.people_affected);
    take(b.cause, in.cause);
    take(b.consequences, in.consequences);
    take(b.measures, in.measures);
    take(b.contact, in.contact);
    take(b.authority_notified_at, in.authority_notified_at);
    take(b.people_notified_at, in.people_notified_at);
    take(b.closed_at, in.closed_at);
}

// A discovery that is still to come would give more than 72 hours.
void check_times(const Breach& b, Instant now) {
    if (b.discovered_at > now + kMinute)
        throw Error(Code::time_in_future, "/discovered_at", {to_rfc3339(b.discovered_at), "60"});
}

task<Breach> save(Context& context, db::Session& tx, Breach b) {
    co_await tx.run(sql::update_breach, b.id, b.title, b.discovered_at, b.occurred_at, b.description,
                    b.data_kinds, b.people_affected, b.cause, b.consequences, b.measures, b.contact,
                    b.authority_notified_at, b.people_notified_at, b.closed_at);
    const db::Rows rows = co_await tx.run(sql::breach_by_id, b.id);
    co_return breach_of(rows.front(), context.platform.clock.now());
}

task<void> record(Context& context, db::Session& tx, std::string_view action, std::string before,
                  Breach after, Actor actor) {
    Change change;
    change.action = action;
    change.entity = "breach";
    change.entity_id = after.id;
    change.before = std::move(before);
    change.after = json::to_json(after);
    co_await context.security.audit(tx, actor, change);
}

task<BreachPage> list_breaches(Context& context, const BreachQuery& in) {
    const PageRequest page = page_of(in.limit, in.cursor);
    const db::Rows rows = co_await context.platform.db.run(sql::breaches_page, page.after, page.limit + 1);
    BreachPage out;
    for (const db::Row row : rows) out.items.push_back(breach_of(row, context.platform.clock.now()));
    out.next = cut_page(out.items, page.limit);
    co_return out;
}

task<Breach> post_breach(Context& context, http::Call& call, const BreachInput& in) {
    const Instant now = context.platform.clock.now();
    const Actor actor = actor_of(call);
    const auto body = [&](db::Session& tx) -> task<Breach> {
        Breach fresh;
        apply(fresh, in);
        fresh.title = in.title;
        fresh.discovered_at = in.discovered_at.value_or(now);
        check_times(fresh, now);
        const db::Rows made = co_await tx.run(sql::insert_breach, fresh.title, fresh.discovered_at, now,
                                              actor.user_id, actor.name);
        fresh.id = made.front().integer("id");
        const Breach saved = co_await save(context, tx, fresh);
        const std::string nothing;
        co_await record(context, tx, "breach.create", nothing, saved, actor);
        co_return saved;
    };
    const Breach breach = co_await context.platform.db.transaction(body);
    call.etag(breach.version);
    co_return breach;
}

task<Breach> patch_breach(Context& context, http::Call& call, const BreachPatch& in) {
    const std::int64_t id = call.path_id("id");
    call.require_if_match();
    const Instant now = context.platform.clock.now();
    const Actor actor = actor_of(call);
    const auto body = [&](db::Session& tx) -> task<Breach> {
        const db::Rows found = co_await tx.run(sql::breach_for_change, id);
        if (found.empty()) throw Error(Code::not_found, "id", {std::to_string(id)});
        Breach breach = breach_of(found.front(), now);
        const std::string before = json::to_json(breach);
        call.check_version(breach.version);
        apply(breach, in);
        check_times(breach, now);
        const Breach saved = co_await save(context, tx, breach);
        co_await record(context, tx, "breach.change", before, saved, actor);
        co_return saved;
    };
    const Breach breach = co_await context.platform.db.transaction(body);
    call.etag(breach.version);
    co_return breach;
}

task<http::Response> get_form(Context& context, http::Call& call) {
    const std::int64_t id = call.path_id("id");
    const db::Rows rows = co_await context.platform.db.run(sql::breach_by_id, id);
    if (rows.empty()) throw Error(Code::not_found, "id", {std::to_string(id)});
    const Instant now = context.platform.clock.now();
    co_return http::Response::bytes("text/html; charset=utf-8",
                                    breach_form(breach_of(rows.front(), now), now));
}

}  // namespace

void add_breach_routes(http::Router& router, Context& context) {
    router.get<BreachQuery, BreachPage>(
        "/api/v1/privacy/breaches",
        {"security.breaches.list", http::may("privacy.read"), "Breaches of personal data and their clocks"},
        [&context](http::Call&, const BreachQuery& in) -> task<BreachPage> {
            return list_breaches(context, in);
        });
    router.post<BreachInput, Breach>(
        "/api/v1/privacy/breaches",
        {"security.breaches.create", http::may("privacy.write"), "Enters a breach: its 72 hours run"},
        [&context](http::Call& call, const BreachInput& in) -> task<Breach> {
            return post_breach(context, call, in);
        });
    router.patch<BreachPatch, Breach>(
        "/api/v1/privacy/breaches/{id}",
        {"security.breaches.change", http::may("privacy.write"), "Adds what became known"},
        [&context](http::Call& call, const BreachPatch& in) -> task<Breach> {
            return patch_breach(context, call, in);
        });
    router.get<http::Nothing, http::Response>(
        "/api/v1/privacy/breaches/{id}/form",
        {"security.breaches.form", http::may("privacy.read"), "The report to the authority, to print"},
        [&context](http::Call& call, const http::Nothing&) -> task<http::Response> {
            return get_form(context, call);
        });
}

}  // namespace hatang::security
