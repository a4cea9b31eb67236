// Reveal, export and erasure of a person's data.
#include "security/privacy/people.hpp"

#include "security/privacy/queries.hpp"
#include "security/users/queries.hpp"
#include "security/users/users.hpp"

namespace hatang::security {
namespace {

// Rows of the audit log in an export, of the person's acts and of records about them each.
constexpr std::int64_t export_rows_max = 10'000;

Change about(std::int64_t id, std::string_view action, std::string reason) {
    Change change;
    change.action = action;
    change.entity = "user";
    change.entity_id = id;
    change.reason = std::move(reason);
    return change;
}

task<void> forget_means_of_signing_in(db::Session& tx, std::int64_t id) {
    co_await tx.run(sql::end_sessions, id);
    co_await tx.run(sql::erase_devices, id);
    co_await tx.run(sql::erase_factors, id);
    co_await tx.run(sql::erase_recovery_codes, id);
    co_await tx.run(sql::erase_identities, id);
    co_await tx.run(sql::erase_passwords, id);
    co_await tx.run(sql::erase_tickets, id);
    co_await tx.run(sql::erase_answers, id);
}

task<Erased> erase(Context& context, db::Session& tx, std::int64_t id, std::string reason, Actor actor) {
    const Instant now = context.platform.clock.now();
    const db::Rows found = co_await tx.run(sql::erased_at, id);
    if (found.empty()) throw Error(Code::not_found, "id", {std::to_string(id)});
    Erased out;
    out.user_id = id;
    out.kept = personal_data().kept_after_erasure;
    if (const auto earlier = found.front().maybe_instant("erased_at")) {
        out.name = found.front().text("name");
        out.erased_at = *earlier;
        co_return out;
    }
    // Disables the account as everybody does: the last administrator stays.
    UserPatch patch;
    patch.enabled = false;
    const std::function<void(std::int64_t)> any_version = [](std::int64_t) {};
    co_await change_user(context, tx, id, patch, any_version, actor);
    co_await tx.run(sql::end_grants_of, id, now, actor.name);
    co_await tx.run(sql::end_delegations_of, id, now);
    co_await tx.run(sql::revoke_credentials_of, id, now);
    co_await forget_means_of_signing_in(tx, id);
    out.name = "da-xoa-" + std::to_string(id);
    out.erased_at = now;
    const std::string full_name = "Người đã xóa dữ liệu " + std::to_string(id);
    co_await tx.run(sql::pseudonymise, id, out.name, full_name, now);
    Change change = about(id, "user.erase", std::move(reason));
    change.after = json::to_json(out);
    co_await context.security.audit(tx, actor, change);
    co_await announce_user(context, tx, id);
    co_return out;
}

}  // namespace

task<Revealed> reveal_person(Context& context, http::Call& call, RevealInput in) {
    const std::int64_t id = call.path_id("id");
    const Actor actor = actor_of(call);
    const auto body = [&](db::Session& tx) -> task<UserView> {
        const UserView user = co_await read_user(tx, id);
        const Change change = about(id, "user.reveal", in.purpose);
        co_await context.security.audit(tx, actor, change);
        co_return user;
    };
    const UserView user = co_await context.platform.db.transaction(body);
    co_return Revealed{id, user.whole_email};
}

task<http::Response> export_person(Context& context, http::Call& call) {
    const std::int64_t id = call.path_id("id");
    // Others learn nothing, not even whether the account exists.
    if (id != call.who.user_id && !call.who.may("privacy.read"))
        throw Error(Code::not_found, "id", {std::to_string(id)});
    const Actor actor = actor_of(call);
    const auto body = [&](db::Session& tx) -> task<std::string> {
        const db::Rows rows = co_await tx.run(sql::export_person, id, export_rows_max);
        if (rows.empty()) throw Error(Code::not_found, "id", {std::to_string(id)});
        const Change change = about(id, "privacy.export", "");
        co_await context.security.audit(tx, actor, change);
        co_return std::string(rows.front().text("data"));
    };
    std::string text = co_await context.platform.db.transaction(body);
    http::Response response = http::Response::json(std::move(text));
    response.header("Content-Disposition",
                    "attachment; filename=\"du-lieu-ca-nhan-" + std::to_string(id) + ".json\"");
    co_return response;
}

task<Erased> erase_person(Context& context, http::Call& call, EraseInput in) {
    const std::int64_t id = call.path_id("id");
    const Actor actor = actor_of(call);
    const auto body = [&](db::Session& tx) -> task<Erased> {
        return erase(context, tx, id, in.reason, actor);
    };
    const Erased out = co_await context.platform.db.transaction(body);
    context.cache.forget_user(id);
    co_return out;
}

}  // namespace hatang::security
