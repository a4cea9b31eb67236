#include "security/factors/webauthn.hpp"

#include <openssl/sha.h>

#include <optional>

#include "security/factors/base32.hpp"
#include "security/factors/cbor.hpp"
#include "security/factors/cose.hpp"
#include "security/limits.hpp"

namespace hatang::security {
namespace {

// Section 6.1: rpIdHash 32, flags 1, signCount 4; section 6.5.1: aaguid 16, length 2, id, key.
constexpr std::size_t hash_bytes = 32, flags_at = 32, count_at = 33, header_bytes = 37, aaguid_bytes = 16;
constexpr std::uint8_t user_present = 0x01, user_verified = 0x04, attested_data = 0x40;

Error refusal(std::string_view why) { return Error(Code::invalid_webauthn, {}, {std::string(why)}); }

std::string sha256(std::string_view bytes) {
    std::string out(SHA256_DIGEST_LENGTH, '\0');
    SHA256(reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(),
           reinterpret_cast<unsigned char*>(out.data()));
    return out;
}

std::optional<std::string_view> text_in(json::Value object, std::string_view field) {
    if (object.kind() != json::Kind::object) return std::nullopt;
    const auto found = object.find(field);
    if (!found || found->kind() != json::Kind::text) return std::nullopt;
    return found->text();
}

// A base64url field of `response`.
std::optional<std::string> response_bytes(json::Value credential, std::string_view field) {
    if (credential.kind() != json::Kind::object) return std::nullopt;
    const auto response = credential.find("response");
    if (!response) return std::nullopt;
    const auto text = text_in(*response, field);
    return text ? from_base64url(*text, limits::webauthn_bytes_max) : std::nullopt;
}

// The host of "https://host:port" or, for a browser on the same machine, "http://localhost:port".
std::string_view host_of_origin(std::string_view origin) {
    for (const std::string_view scheme : {"https://", "http://"})
        if (origin.starts_with(scheme)) return origin.substr(scheme.size());
    return {};
}

std::optional<Error> check_client_data(const Expected& expected, std::string_view text,
                                       std::string_view type) {
    std::optional<json::Document> document;
    try {
        document.emplace(json::parse(text));
    } catch (const Error&) {
        return refusal("clientDataJSON");
    }
    const json::Value root = document->root();
    if (text_in(root, "type") != type) return refusal("type");
    if (text_in(root, "challenge") != std::string_view(expected.challenge)) return refusal("challenge");
    const auto origin = text_in(root, "origin");
    if (!origin || expected.host.empty() || host_of_origin(*origin) != expected.host)
        return refusal("origin");
    if (const auto crossed = root.find("crossOrigin"))
        if (crossed->kind() != json::Kind::boolean || crossed->boolean()) return refusal("crossOrigin");
    return std::nullopt;
}

struct AuthenticatorData {
    std::uint8_t flags = 0;
    std::int64_t sign_count = 0;
    std::string_view rest;  // attested credential data and extensions
};

Result<AuthenticatorData> read_authenticator_data(const Expected& expected, std::string_view bytes) {
    if (bytes.size() < header_bytes) return refusal("authenticatorData");
    if (bytes.substr(0, hash_bytes) != sha256(relying_party(expected.host))) return refusal("rpIdHash");
    AuthenticatorData out;
    out.flags = static_cast<std::uint8_t>(bytes[flags_at]);
    if (!(out.flags & user_present)) return refusal("UP");
    for (std::size_t i = count_at; i < header_bytes; ++i)
        out.sign_count = out.sign_count << 8 | static_cast<std::uint8_t>(bytes[i]);
    out.rest = bytes.substr(header_bytes);
    return out;
}

Result<RegisteredKey> read_attested_key(const AuthenticatorData& data) {
    if (!(data.flags & attested_data)) return refusal("AT");
    std::string_view rest = data.rest;
    if (rest.size() < aaguid_bytes + 2) return refusal("authenticatorData");
    rest.remove_prefix(aaguid_bytes);
    const std::size_t length = static_cast<std::uint8_t>(rest[0]) << 8U | static_cast<std::uint8_t>(rest[1]);
    rest.remove_prefix(2);
    if (length == 0 || length > limits::credential_id_bytes_max || length > rest.size())
        return refusal("credentialId");
    const std::string_view id = rest.substr(0, length);
    rest.remove_prefix(length);
    const Result<PublicKey> key = PublicKey::read(rest);
    if (!key) return key.error();
    RegisteredKey out;
    out.credential_id = base64url(id);
    out.public_key = rest.substr(0, (*key).size());
    out.sign_count = data.sign_count;
    out.user_verified = data.flags & user_verified;
    return out;
}

}  // namespace

std::string relying_party(std::string_view host) {
    const std::size_t colon = host.rfind(':');
    const bool bracketed = host.ends_with(']');  // "[::1]"
    return std::string(colon == host.npos || bracketed ? host : host.substr(0, colon));
}

Result<RegisteredKey> check_registration(const Expected& expected, json::Value credential) {
    const auto client_data = response_bytes(credential, "clientDataJSON"),
               attestation = response_bytes(credential, "attestationObject");
    if (!client_data) return refusal("clientDataJSON");
    if (!attestation) return refusal("attestationObject");
    if (const auto wrong = check_client_data(expected, *client_data, "webauthn.create")) return *wrong;
    const auto object = read_cbor(*attestation);
    if (!object || object->size != attestation->size()) return refusal("attestationObject");
    const CborValue* field = find(object->value, "authData");
    const auto* bytes = field ? std::get_if<CborBytes>(&field->is) : nullptr;
    if (!bytes) return refusal("authData");
    const Result<AuthenticatorData> data = read_authenticator_data(expected, bytes->value);
    if (!data) return data.error();
    Result<RegisteredKey> key = read_attested_key(*data);
    if (key && text_in(credential, "id") != std::string_view((*key).credential_id)) return refusal("id");
    return key;
}

Result<std::string> credential_id_of(json::Value assertion) {
    const auto id = text_in(assertion, "id");
    if (!id || !from_base64url(*id, limits::credential_id_bytes_max)) return refusal("id");
    return std::string(*id);
}

Result<Assertion> check_assertion(const Expected& expected, std::string_view public_key,
                                  std::int64_t sign_count, json::Value assertion) {
    const auto client_data = response_bytes(assertion, "clientDataJSON"),
               authenticator_data = response_bytes(assertion, "authenticatorData"),
               signature = response_bytes(assertion, "signature");
    if (!client_data || !authenticator_data || !signature) return refusal("response");
    if (const auto wrong = check_client_data(expected, *client_data, "webauthn.get")) return *wrong;
    const Result<AuthenticatorData> data = read_authenticator_data(expected, *authenticator_data);
    if (!data) return data.error();
    const Result<PublicKey> key = PublicKey::read(public_key);
    if (!key) return key.error();
    if (!(*key).verifies(*authenticator_data + sha256(*client_data), *signature)) return refusal("signature");
    const bool counts = (*data).sign_count != 0 || sign_count != 0;
    if (counts && (*data).sign_count <= sign_count) return refusal("signCount");
    return Assertion{(*data).sign_count, ((*data).flags & user_verified) != 0};
}

}  // namespace hatang::security
