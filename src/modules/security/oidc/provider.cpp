#include "security/oidc/provider.hpp"

#include <algorithm>

#include "http/header.hpp"
#include "http/url.hpp"
#include "json/value.hpp"
#include "security/factors/base32.hpp"
#include "security/oidc/limits.hpp"

namespace hatang::security {
namespace {

constexpr http::OutgoingLimits bounds{limits::provider_answer_bytes_max, limits::provider_seconds_max};

Error unavailable(std::string why) { return Error(Code::oidc_unavailable, {}, {std::move(why)}); }

task<std::string> get(http::Client& client, std::string url) {
    http::OutgoingRequest request;
    request.url = url;
    request.headers.emplace_back("Accept", "application/json");
    const http::Response answer = co_await client.send(request, bounds);
    if (answer.status != 200) throw unavailable(url + ": " + std::to_string(answer.status));
    co_return answer.body;
}

std::string address_in(const json::Value& document, std::string_view field, bool secure) {
    const auto found = document.find(field);
    std::string out = found && found->kind() == json::Kind::text ? std::string(found->text()) : std::string();
    const auto url = http::parse_url(out);
    if (!url || (secure && !url->secure)) throw unavailable(std::string(field));
    return out;
}

// RFC 6749 section 2.3.1: both are form-encoded before they are joined.
std::string basic(const OidcConfig& config) {
    const std::string id = form({{config.client_id, ""}}), secret = form({{config.client_secret, ""}});
    const std::string pair = id.substr(0, id.size() - 1) + ":" + secret.substr(0, secret.size() - 1);
    std::string out = base64url(pair);
    std::replace(out.begin(), out.end(), '-', '+');
    std::replace(out.begin(), out.end(), '_', '/');
    return "Basic " + out.append((4 - out.size() % 4) % 4, '=');
}

std::string id_token_in(const std::string& body) try {
    const json::Document document = json::parse(body);
    const auto found = document.root().find("id_token");
    if (!found) throw Error(Code::oidc_refused, {}, {"id_token"});
    return std::string(found->text());
} catch (const Error& e) {
    throw Error(Code::oidc_refused, {}, {e.what()});
}

}  // namespace

OidcProvider::OidcProvider(http::Client& client, const Clock& clock, OidcConfig config)
    : client_(client), clock_(clock), config_(std::move(config)) {}

task<void> OidcProvider::discover() {
    if (endpoints_ && clock_.now() - endpoints_->read_at < limits::provider_life_us) co_return;
    std::string issuer = config_.issuer;
    while (issuer.ends_with('/')) issuer.pop_back();
    const std::string body = co_await get(client_, issuer + "/.well-known/openid-configuration");
    const bool secure = config_.issuer.starts_with("https://");
    try {
        const json::Document document = json::parse(body);
        const json::Value root = document.root();
        const auto named = root.find("issuer");
        // Mix-up: the document of another issuer (OpenID Connect Discovery section 4.3).
        if (!named || named->text() != config_.issuer) throw unavailable("issuer");
        endpoints_ = Endpoints{address_in(root, "authorization_endpoint", secure),
                               address_in(root, "token_endpoint", secure),
                               address_in(root, "jwks_uri", secure), clock_.now()};
    } catch (const Error& e) {
        throw unavailable(e.what());
    }
}

task<std::string> OidcProvider::authorization_url(OidcFlow flow) {
    co_await discover();
    std::string scope = "openid";
    const std::vector<std::string> wanted = config_.scopes.value_or(std::vector<std::string>{"profile"});
    for (const std::string& s : wanted)
        if (s != "openid") scope += " " + s;
    const std::string query = form({{"response_type", "code"},
                                    {"client_id", config_.client_id},
                                    {"redirect_uri", config_.redirect_uri},
                                    {"scope", scope},
                                    {"state", flow.state},
                                    {"nonce", flow.nonce},
                                    {"code_challenge", code_challenge(flow.verifier)},
                                    {"code_challenge_method", "S256"}});
    const std::string& to = endpoints_->authorization;
    co_return to + (to.find('?') == to.npos ? "?" : "&") + query;
}

task<IdToken> OidcProvider::redeem(std::string code, OidcFlow flow) {
    co_await discover();
    std::vector<std::pair<std::string, std::string>> fields{{"grant_type", "authorization_code"},
                                                            {"code", std::move(code)},
                                                            {"redirect_uri", config_.redirect_uri},
                                                            {"code_verifier", flow.verifier}};
    http::OutgoingRequest request;
    request.method = http::Method::post;
    request.url = endpoints_->token;
    request.headers.emplace_back("Content-Type", "application/x-www-form-urlencoded");
    request.headers.emplace_back("Accept", "application/json");
    if (config_.client_secret.empty())
        fields.emplace_back("client_id", config_.client_id);
    else
        request.headers.emplace_back("Authorization", basic(config_));
    request.body = form(fields);
    const http::Response answer = co_await client_.send(request, bounds);
    if (answer.status >= 500) throw unavailable(endpoints_->token + ": " + std::to_string(answer.status));
    if (answer.status != 200) throw Error(Code::oidc_refused, {}, {"code"});

    Jws jws = parse_jws(id_token_in(answer.body)).value();
    co_await prove(jws);
    IdToken token = read_id_token(jws.payload, config_.account_claim.value_or("preferred_username")).value();
    const ExpectedToken expected{config_.issuer, config_.client_id, flow.nonce};
    if (const auto wrong = check_id_token(token, expected, clock_.now())) throw *wrong;
    co_return token;
}

task<void> OidcProvider::read_keys() {
    const std::string body = co_await get(client_, endpoints_->keys);
    keys_ = parse_jwks(body).value();
    keys_read_at_ = clock_.now();
}

bool OidcProvider::proven(const Jws& jws, bool& key_known) const {
    key_known = false;
    for (const Jwk& key : keys_) {
        if (!jws.kid.empty() && key.kid != jws.kid) continue;
        key_known = true;
        if (verify(jws, key)) return true;
    }
    return false;
}

// A key that is not known may be new: the provider rotates. It is asked again, within bounds.
task<void> OidcProvider::prove(Jws jws) {
    const Instant now = clock_.now();
    if (!keys_read_at_ || now - *keys_read_at_ >= limits::provider_life_us) co_await read_keys();
    bool key_known = false;
    if (proven(jws, key_known)) co_return;
    if (!key_known && (!keys_again_at_ || now - *keys_again_at_ >= limits::keys_again_us)) {
        keys_again_at_ = now;  // before the call, so that calls at once and calls that fail are counted too
        co_await read_keys();
        if (proven(jws, key_known)) co_return;
    }
    throw Error(Code::oidc_refused, {}, {key_known ? "signature" : "kid"});
}

bool OidcProvider::used_second_factor(const IdToken& token) const {
    const auto holds = [](const std::optional<std::vector<std::string>>& list, const std::string& value) {
        return list && std::find(list->begin(), list->end(), value) != list->end();
    };
    return holds(config_.second_factor_acr, token.acr) ||
           std::any_of(token.amr.begin(), token.amr.end(),
                       [&](const std::string& value) { return holds(config_.second_factor_amr, value); });
}

}  // namespace hatang::security
