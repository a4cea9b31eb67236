#include "security/oidc/routes.hpp"

#include "base/log.hpp"
#include "base/text.hpp"
#include "security/factors/tickets.hpp"
#include "security/oidc/flow.hpp"
#include "security/oidc/jose.hpp"
#include "security/oidc/limits.hpp"
#include "security/oidc/provider.hpp"
#include "security/oidc/queries.hpp"
#include "security/sessions/started.hpp"
#include "security/sessions/token.hpp"

namespace hatang::security {

struct OidcOffer {
    bool enabled = false;
    std::optional<std::string> name;
};
// What providers add to the return; only code, state, error and iss mean something to us.
struct OidcReturn {
    std::optional<std::string> code, state, error, error_description, error_uri, iss, session_state, scope;
};

}  // namespace hatang::security

namespace hatang::json {

template <>
struct Describe<security::OidcOffer> {
    using T = security::OidcOffer;
    static constexpr std::string_view name = "OidcOffer";
    static constexpr auto fields =
        std::tuple{field("enabled", &T::enabled, "Sign-in at a provider is possible"),
                   field("name", &T::name, "Of the provider, for the button")};
};
template <>
struct Describe<security::OidcReturn> {
    using T = security::OidcReturn;
    static constexpr std::string_view name = "OidcReturn";
    static constexpr Limits long_text{.length_max = 8'000};
    static constexpr auto fields =
        std::tuple{field("code", &T::code, "Authorisation code", long_text),
                   field("state", &T::state, "As it was sent", long_text),
                   field("error", &T::error, "Why there is no code", long_text),
                   field("error_description", &T::error_description, "Not used", long_text),
                   field("error_uri", &T::error_uri, "Not used", long_text),
                   field("iss", &T::iss, "Issuer (RFC 9207)", long_text),
                   field("session_state", &T::session_state, "Not used", long_text),
                   field("scope", &T::scope, "Not used", long_text)};
};

}  // namespace hatang::json

namespace hatang::security {
namespace {

constexpr std::string_view flow_key = "oidc-flow";
// For a person who starts again and again; not for a crowd that fills the database with returns.
constexpr int starts_per_minute = 120;

http::Response redirect(std::string where) {
    http::Response out{302, {}, {}, {}};
    out.header("Location", std::move(where)).header("Cache-Control", "no-store");
    return out;
}

task<http::Response> start(Context& context, OidcProvider& provider, http::Call& call) {
    const OidcFlow flow = new_flow(context.platform.clock.now());
    std::string where = co_await provider.authorization_url(flow);
    const std::string sealed = context.platform.secrets.seal(flow_key, flow_text(flow));
    http::Response out = redirect(std::move(where));
    out.header("Set-Cookie", flow_cookie_for(sealed, over_https(call.request)));
    co_return out;
}

// The flow that this browser started and that comes back now, for the first time. Throws oidc_refused.
task<OidcFlow> returned_flow(Context& context, const http::Call& call, const OidcReturn& in,
                             const OidcConfig& config) {
    const Instant now = context.platform.clock.now();
    const std::string sealed(call.request.cookie(flow_cookie));
    const Result<std::string> opened = context.platform.secrets.open(flow_key, sealed);
    const auto flow = opened ? read_flow(*opened) : std::nullopt;
    if (!flow || !in.state || *in.state != flow->state) throw refused("state");
    if (flow->expires_at <= now) throw refused("too late");
    if (in.iss && *in.iss != config.issuer) throw refused("iss");
    co_await context.platform.db.run(sql::forget_oidc_returns, now + -2 * limits::oidc_flow_us);
    const std::string hash = sha256_hex(flow->state);
    const db::Rows fresh = co_await context.platform.db.run(sql::use_oidc_return, hash, now);
    if (fresh.empty()) throw refused("used before");
    co_return *flow;
}

// The name of the account that belongs to the person of the token; linked now when this is the first time.
// Throws oidc_no_account: none, disabled, or linked to somebody else. Never makes one.
task<Entrant> entrant_of(Context& context, const http::Call& call, const OidcConfig& config, IdToken token) {
    const db::Rows linked = co_await context.platform.db.run(sql::oidc_account, config.issuer, token.subject);
    const std::string name =
        linked.empty() ? account_name(token).value() : std::string(linked.front().text("name"));
    const Error nobody(Code::oidc_no_account, {}, {name});
    const std::optional<Entrant> entrant = co_await find_entrant(context, call.request, name);
    if (!entrant || !entrant->enabled) throw nobody;
    if (!linked.empty()) co_return *entrant;

    const auto body = [&](db::Session& tx) -> task<void> {
        const db::Rows made = co_await tx.run(sql::link_oidc_identity, config.issuer, token.subject,
                                              entrant->account_id, context.platform.clock.now());
        if (made.empty()) throw nobody;
        const Actor actor{entrant->account_id, entrant->name, call.request.remote_address, call.id};
        Change change;
        change.action = "user.link_provider";
        change.entity = "user";
        change.entity_id = entrant->account_id;
        json::Writer after;
        after.begin_object().field("issuer", config.issuer).field("subject", token.subject).end_object();
        change.after = after.take();
        co_await context.security.audit(tx, actor, change);
    };
    co_await context.platform.db.transaction(body);
    co_return *entrant;
}

// Where the browser goes: in, or to the page that asks for the second factor of the account when the provider
// has not asked for one. The ticket travels in the fragment, which no server and no log sees.
task<std::string> enter(Context& context, OidcProvider& provider, http::Call& call, const OidcReturn& in) {
    const OidcFlow flow = co_await returned_flow(context, call, in, provider.config());
    if (in.error || !in.code) throw refused(in.error ? "error" : "code");
    const IdToken token = co_await provider.redeem(*in.code, flow);
    const Entrant entrant = co_await entrant_of(context, call, provider.config(), token);
    const bool second_factor = provider.used_second_factor(token);
    if (entrant.has_factor && !second_factor) {
        const Ticket ticket = co_await make_ticket(context, call, entrant.account_id);
        co_return "/sign-in#" + form({{"ticket", ticket_json(ticket)}});
    }
    const NewSession made = co_await open_session(context, call, entrant, second_factor);
    co_await session_started(context, call, made);
    co_return "/";
}

// People see pages, not problem documents: whatever happens ends at one.
task<http::Response> come_back(Context& context, OidcProvider& provider, http::Call& call, OidcReturn in) {
    std::string where;
    try {
        where = co_await enter(context, provider, call, in);
    } catch (const Error& e) {
        const std::string code(error_info(e.code).code);
        log::warn("security.oidc_refused", {{"error", e.what()}, {"address", call.request.remote_address}});
        context.platform.metrics.count("hatang_sign_in_refused_total", "code=\"" + code + "\"");
        where = "/sign-in?error=" + code;
    }
    call.status(302);
    http::Response out = redirect(std::move(where));
    out.header("Set-Cookie", ended_flow_cookie(over_https(call.request)));
    co_return out;
}

// For a person who has got another identity at the provider: the next sign-in links anew.
task<http::Nothing> unlink(Context& context, http::Call& call) {
    const std::int64_t id = call.path_id("id");
    const auto body = [&](db::Session& tx) -> task<void> {
        const db::Rows gone = co_await tx.run(sql::unlink_oidc_identity, id);
        if (gone.empty()) throw Error(Code::not_found, "id", {std::to_string(id)});
        Change change;
        change.action = "user.unlink_provider";
        change.entity = "user";
        change.entity_id = id;
        co_await context.security.audit(tx, actor_of(call), change);
    };
    co_await context.platform.db.transaction(body);
    co_return http::Nothing{};
}

}  // namespace

void add_oidc_routes(http::Router& router, Context& context) {
    std::shared_ptr<OidcProvider> provider;
    auto config = load_oidc_config(context.platform.data_folder);
    if (config && context.outgoing)
        provider =
            std::make_shared<OidcProvider>(*context.outgoing, context.platform.clock, *std::move(config));

    router.get<http::Nothing, OidcOffer>(
        "/api/v1/security/oidc",
        {"security.oidc.read", http::everybody(), "Whether people can sign in at a provider"},
        [provider](http::Call&, const http::Nothing&) -> task<OidcOffer> {
            OidcOffer out;
            if (provider) out = {true, provider->config().name};
            co_return out;
        });
    http::RouteLimits limits;
    limits.per_minute_max = starts_per_minute;
    router.get<http::Nothing, http::Response>(
        "/api/v1/oidc/start",
        {"security.oidc.start", http::everybody(), "Sends the browser to the provider", limits},
        [&context, provider](http::Call& call, const http::Nothing&) -> task<http::Response> {
            if (!provider) throw Error(Code::not_found, {}, {call.request.path});
            http::Response out = co_await start(context, *provider, call);
            co_return out;
        });
    router.get<OidcReturn, http::Response>(
        "/api/v1/oidc/callback",
        {"security.oidc.return", http::everybody(), "Takes the browser back from the provider", limits},
        [&context, provider](http::Call& call, const OidcReturn& in) -> task<http::Response> {
            if (!provider) throw Error(Code::not_found, {}, {call.request.path});
            http::Response out = co_await come_back(context, *provider, call, in);
            co_return out;
        });
    router.del<http::Nothing, http::Nothing>(
        "/api/v1/users/{id}/provider-link",
        {"security.oidc.unlink", http::may("user.write"), "Forgets which person at the provider this is"},
        [&context](http::Call& call, const http::Nothing&) -> task<http::Nothing> {
            return unlink(context, call);
        });
}

}  // namespace hatang::security
