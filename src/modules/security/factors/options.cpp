#include "security/factors/options.hpp"

#include <openssl/rand.h>

#include "base/error.hpp"
#include "base/time.hpp"
#include "json/writer.hpp"
#include "security/factors/base32.hpp"
#include "security/factors/cose.hpp"
#include "security/factors/webauthn.hpp"
#include "security/limits.hpp"

namespace hatang::security {
namespace {

void write_keys(json::Writer& w, std::string_view field, const std::vector<std::string>& ids) {
    w.key(field).begin_array();
    for (const std::string& id : ids)
        w.begin_object().field("type", "public-key").field("id", id).end_object();
    w.end_array();
}

}  // namespace

std::string new_challenge() {
    std::string bytes(limits::challenge_bytes, '\0');
    if (RAND_bytes(reinterpret_cast<unsigned char*>(bytes.data()), static_cast<int>(bytes.size())) != 1)
        throw Error(Code::unavailable, {}, {"random numbers"});
    return base64url(bytes);
}

std::string creation_options(std::string_view host, std::string_view challenge, const KeyOwner& owner,
                             const std::vector<std::string>& known) {
    json::Writer w;
    w.begin_object().key("rp").begin_object();
    w.field("id", relying_party(host)).field("name", "Hạ Tầng").end_object();
    // Section 14.6.1: the handle tells nothing about the person.
    w.key("user").begin_object().field("id", base64url("hatang-" + std::to_string(owner.account_id)));
    w.field("name", owner.name).field("displayName", owner.full_name).end_object();
    w.field("challenge", challenge).key("pubKeyCredParams").begin_array();
    for (const std::int64_t algorithm : cose_algorithms)
        w.begin_object().field("type", "public-key").field("alg", algorithm).end_object();
    w.end_array().field("timeout", limits::challenge_life_us / kMillisecond);
    write_keys(w, "excludeCredentials", known);
    w.key("authenticatorSelection").begin_object().field("residentKey", "discouraged");
    w.field("userVerification", "preferred").end_object().field("attestation", "none").end_object();
    return w.take();
}

std::string request_options(std::string_view host, std::string_view challenge,
                            const std::vector<std::string>& allowed) {
    json::Writer w;
    w.begin_object().field("challenge", challenge).field("rpId", relying_party(host));
    w.field("timeout", limits::ticket_life_us / kMillisecond);
    write_keys(w, "allowCredentials", allowed);
    w.field("userVerification", "preferred").end_object();
    return w.take();
}

}  // namespace hatang::security
