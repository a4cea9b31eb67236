#include "security/oidc/id_token.hpp"

#include <algorithm>
#include <cmath>
#include <optional>

#include "json/value.hpp"
#include "security/oidc/jose.hpp"
#include "security/oidc/limits.hpp"

namespace hatang::security {
namespace {

std::string text_or_empty(const json::Value& claims, std::string_view name) {
    const auto found = claims.find(name);
    return found ? std::string(found->text(name)) : std::string();
}

// One text or an array of texts: both are allowed for aud, and seen for amr.
std::vector<std::string> texts(const json::Value& claims, std::string_view name) {
    std::vector<std::string> out;
    const auto found = claims.find(name);
    if (!found) return out;
    if (found->kind() == json::Kind::text)
        out.emplace_back(found->text());
    else
        for (const json::Value item : found->items(name)) out.emplace_back(item.text(name));
    return out;
}

// NumericDate (RFC 7519 section 2): seconds, perhaps with a fraction.
std::optional<Instant> instant(const json::Value& claims, std::string_view name) {
    const auto found = claims.find(name);
    if (!found) return {};
    constexpr double year_9999 = 253'402'300'799.0;
    const double seconds = found->number(name);
    if (seconds < 0 || seconds > year_9999) throw refused(std::string(name));
    return Instant{static_cast<std::int64_t>(std::floor(seconds)) * kSecond};
}

Instant needed(const json::Value& claims, std::string_view name) {
    const auto found = instant(claims, name);
    if (!found) throw refused(std::string(name));
    return *found;
}

}  // namespace

Result<IdToken> read_id_token(std::string_view payload, const std::string& claim) try {
    const json::Document document = json::parse(payload);
    const json::Value claims = document.root();
    IdToken out;
    out.issuer = text_or_empty(claims, "iss");
    out.subject = text_or_empty(claims, "sub");
    out.azp = text_or_empty(claims, "azp");
    out.nonce = text_or_empty(claims, "nonce");
    out.acr = text_or_empty(claims, "acr");
    out.audience = texts(claims, "aud");
    out.amr = texts(claims, "amr");
    out.account = text_or_empty(claims, claim);
    out.expires_at = needed(claims, "exp");
    out.issued_at = needed(claims, "iat");
    out.not_before = instant(claims, "nbf");
    return out;
} catch (const Error& e) {
    return e.code == Code::oidc_refused ? e : refused(e.what());
}

Result<std::string> account_name(const IdToken& token) {
    if (token.account.empty() || token.account.size() > limits::subject_bytes_max)
        return Error(Code::oidc_no_account, {}, {token.subject});
    std::string out = token.account;
    for (char& c : out)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return out;
}

std::optional<Error> check_id_token(const IdToken& token, const ExpectedToken& expected, Instant now) {
    const auto& all = token.audience;
    if (token.issuer != expected.issuer) return refused("iss");
    if (token.subject.empty() || token.subject.size() > limits::subject_bytes_max) return refused("sub");
    if (std::find(all.begin(), all.end(), expected.client_id) == all.end()) return refused("aud");
    if ((all.size() > 1 || !token.azp.empty()) && token.azp != expected.client_id) return refused("azp");
    if (expected.nonce.empty() || token.nonce != expected.nonce) return refused("nonce");
    if (token.expires_at + limits::oidc_skew_us <= now) return refused("exp");
    if (token.issued_at > now + limits::oidc_skew_us) return refused("iat");
    if (token.not_before && *token.not_before > now + limits::oidc_skew_us) return refused("nbf");
    return std::nullopt;
}

}  // namespace hatang::security
