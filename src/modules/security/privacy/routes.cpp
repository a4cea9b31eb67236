// /api/v1/privacy/fields, /consents, /people, and POST /api/v1/users/{id}/reveal
#include "security/privacy/routes.hpp"

#include "security/privacy/breaches.hpp"
#include "security/privacy/people.hpp"
#include "security/privacy/queries.hpp"

namespace hatang::security {
namespace {

task<ConsentList> list_consents(Context& context, std::int64_t user_id) {
    const db::Rows rows = co_await context.platform.db.run(sql::consents_of, user_id);
    ConsentList out;
    for (const ConsentPurpose& purpose : personal_data().consents) {
        ConsentView view{purpose.purpose, purpose.title_vi, purpose.title_en, false, std::nullopt};
        for (const db::Row row : rows) {
            if (row.text("purpose") != purpose.purpose) continue;
            view.given = row.boolean("given");
            view.at = row.instant("at");
        }
        out.items.push_back(std::move(view));
    }
    co_return out;
}

void check_purpose(const std::string& purpose) {
    std::string all;
    for (const ConsentPurpose& known : personal_data().consents) {
        if (known.purpose == purpose) return;
        all.append(all.empty() ? "" : ", ").append(known.purpose);
    }
    throw Error(Code::invalid_value, "/purpose", {purpose, all});
}

task<ConsentList> post_consent(Context& context, http::Call& call, ConsentInput in) {
    check_purpose(in.purpose);
    const Actor actor = actor_of(call);
    const auto body = [&](db::Session& tx) -> task<void> {
        co_await tx.run(sql::insert_consent, call.who.user_id, in.purpose, in.given,
                        context.platform.clock.now());
        Change change;
        change.action = in.given ? "consent.give" : "consent.withdraw";
        change.entity = "consent";
        change.entity_id = call.who.user_id;
        change.after = json::to_json(in);
        co_await context.security.audit(tx, actor, change);
    };
    co_await context.platform.db.transaction(body);
    co_return co_await list_consents(context, call.who.user_id);
}

}  // namespace

void add_privacy_routes(http::Router& router, Context& context) {
    router.get<http::Nothing, PersonalFieldList>(
        "/api/v1/privacy/fields",
        {"security.privacy.fields", http::signed_in(), "Which personal data are held, what for and how long"},
        [](http::Call&, const http::Nothing&) -> task<PersonalFieldList> {
            co_return PersonalFieldList{personal_data().fields};
        });
    http::RouteMeta reveal{"security.users.reveal", http::may("privacy.read"),
                           "Shows the personal data of a user whole, for a purpose"};
    reveal.creates = false;
    router.post<RevealInput, Revealed>("/api/v1/users/{id}/reveal", reveal,
                                       [&context](http::Call& call, const RevealInput& in) -> task<Revealed> {
                                           return reveal_person(context, call, in);
                                       });
    router.get<http::Nothing, http::Response>(
        "/api/v1/privacy/people/{id}/export",
        {"security.privacy.export", http::signed_in(),
         "Everything held on a person; of others with privacy.read"},
        [&context](http::Call& call, const http::Nothing&) -> task<http::Response> {
            return export_person(context, call);
        });
    http::RouteMeta erase{"security.privacy.erase", http::may("privacy.write"),
                          "Puts a pseudonym in the place of a person"};
    erase.creates = false;
    router.post<EraseInput, Erased>("/api/v1/privacy/people/{id}/erase", erase,
                                    [&context](http::Call& call, const EraseInput& in) -> task<Erased> {
                                        return erase_person(context, call, in);
                                    });
    router.get<http::Nothing, ConsentList>(
        "/api/v1/privacy/consents",
        {"security.privacy.consents", http::signed_in(), "What the person agreed to"},
        [&context](http::Call& call, const http::Nothing&) -> task<ConsentList> {
            return list_consents(context, call.who.user_id);
        });
    http::RouteMeta consent{"security.privacy.consent", http::signed_in(), "Agrees or withdraws"};
    consent.creates = false;
    router.post<ConsentInput, ConsentList>(
        "/api/v1/privacy/consents", consent,
        [&context](http::Call& call, const ConsentInput& in) -> task<ConsentList> {
            return post_consent(context, call, in);
        });
    add_breach_routes(router, context);
}

}  // namespace hatang::security
