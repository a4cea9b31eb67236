// GET /api/v1/security/watch, POST /api/v1/security/integrity/accept
#include "security/watch/routes.hpp"

#include "security/watch/collect.hpp"
#include "security/watch/integrity.hpp"
#include "security/watch/limits.hpp"

namespace hatang::security {
namespace {

IntegrityView view_of(const Integrity& integrity) {
    IntegrityView out;
    out.checked_at = integrity.checked_at;
    out.files = integrity.files;
    out.ok = out.checked_at && out.files.empty();
    return out;
}

std::vector<CertificateView> certificates(const Context& context) {
    std::vector<CertificateView> out;
    if (!context.surroundings.certificate) return out;
    if (const auto facts = context.surroundings.certificate())
        out.push_back({facts->subject, facts->issuer, facts->not_after,
                       days_until(context.platform.clock.now(), facts->not_after)});
    return out;
}

task<WatchView> get_watch(Context& context, const Integrity& integrity) {
    WatchView out;
    out.failed_sign_ins = co_await failed_sign_ins(context);
    out.locked_accounts = co_await locked_accounts(context);
    out.unusual = co_await unusual_access(context);
    out.rights_changes = co_await rights_changes(context);
    out.new_devices = co_await new_devices(context);
    const WatchFacts facts = co_await watch_facts(context, integrity);
    out.findings = findings_of(facts);
    out.integrity = view_of(integrity);
    out.audit = audit_state(context);
    out.certificates = certificates(context);
    co_return out;
}

task<IntegrityView> post_accept(Context& context, Integrity& integrity, http::Call& call,
                                const AcceptInput& in) {
    const Actor actor = actor_of(call);
    integrity = co_await accept_files(context, in.reason, actor);
    co_return view_of(integrity);
}

}  // namespace

void add_watch_routes(http::Router& router, Context& context, Integrity& integrity) {
    router.get<http::Nothing, WatchView>(
        "/api/v1/security/watch",
        {"security.watch", http::may("security.read"), "What those who watch over security look at"},
        [&context, &integrity](http::Call&, const http::Nothing&) -> task<WatchView> {
            return get_watch(context, integrity);
        });
    http::RouteMeta accept{"security.integrity.accept", http::may("policy.write"),
                           "Takes the files as they are now as those that should be"};
    accept.creates = false;
    router.post<AcceptInput, IntegrityView>(
        "/api/v1/security/integrity/accept", accept,
        [&context, &integrity](http::Call& call, const AcceptInput& in) -> task<IntegrityView> {
            return post_accept(context, integrity, call, in);
        });
}

}  // namespace hatang::security
