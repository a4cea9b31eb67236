#include "security/oidc/flow.hpp"

#include <openssl/sha.h>

#include "base/text.hpp"
#include "json/value.hpp"
#include "json/writer.hpp"
#include "security/factors/base32.hpp"
#include "security/oidc/limits.hpp"

namespace hatang::security {
namespace {

std::string cookie(std::string_view value, std::int64_t seconds, bool secure) {
    std::string out(flow_cookie);
    out.append("=").append(value).append("; Path=/api/v1/oidc; HttpOnly; SameSite=Lax; Max-Age=");
    out.append(std::to_string(seconds));
    if (secure) out.append("; Secure");
    return out;
}

void append_escaped(std::string& out, std::string_view text) {
    constexpr std::string_view plain = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";
    for (const char c : text)
        if (plain.find(c) != plain.npos)
            out += c;
        else
            out.append("%").append(to_hex({&c, 1}));
}

}  // namespace

OidcFlow new_flow(Instant now) {
    return {random_hex(32), random_hex(32), random_hex(32), now + limits::oidc_flow_us};
}

std::string flow_text(const OidcFlow& flow) {
    json::Writer w;
    w.begin_object().field("state", flow.state).field("nonce", flow.nonce).field("verifier", flow.verifier);
    w.field("expires_us", flow.expires_at.us).end_object();
    return w.take();
}

std::optional<OidcFlow> read_flow(std::string_view text) try {
    const json::Document document = json::parse(text);
    const json::Value root = document.root();
    const auto field = [&](std::string_view name) {
        const auto found = root.find(name);
        if (!found) throw Error(Code::missing_field, std::string(name));
        return *found;
    };
    return OidcFlow{std::string(field("state").text()), std::string(field("nonce").text()),
                    std::string(field("verifier").text()), Instant{field("expires_us").integer()}};
} catch (const Error&) {
    return std::nullopt;
}

std::string flow_cookie_for(std::string_view sealed, bool secure) {
    return cookie(sealed, limits::oidc_flow_us / kSecond, secure);
}
std::string ended_flow_cookie(bool secure) { return cookie("", 0, secure); }

std::string code_challenge(std::string_view verifier) {
    unsigned char hash[SHA256_DIGEST_LENGTH];
    SHA256(reinterpret_cast<const unsigned char*>(verifier.data()), verifier.size(), hash);
    return base64url({reinterpret_cast<const char*>(hash), sizeof hash});
}

std::string form(const std::vector<std::pair<std::string, std::string>>& fields) {
    std::string out;
    for (const auto& [name, value] : fields) {
        if (!out.empty()) out += '&';
        append_escaped(out, name);
        out += '=';
        append_escaped(out, value);
    }
    return out;
}

}  // namespace hatang::security
