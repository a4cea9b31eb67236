#include "security/factors/webauthn.hpp"

#include <doctest/doctest.h>

#include "security/factors/base32.hpp"
#include "security/factors/cose.hpp"
#include "security/factors/test_bytes.hpp"

using namespace hatang;
using namespace hatang::security;

namespace {

// W3C Web Authentication Level 3, section 16.2: "ES256 Credential with No Attestation".
const Expected registering{
    base64url(bytes("00c30fb78531c464d2b6771dab8d7b603c01162f2fa486bea70f283ae556e130")), "example.org"};
const Expected signing_in{
    base64url(bytes("39c0e7521417ba54d43e8dc95174f423dee9bf3cd804ff6d65c857c9abf4d408")), "example.org"};
const std::string key_id = bytes("f91f391db4c9b2fde0ea70189cba3fb63f579ba6122b33ad94ff3ec330084be4");
const std::string registration_client_data = bytes(
    "7b2274797065223a22776562617574686e2e637265617465222c226368616c6c656e6765223a22414d4d50743455787847545374"
    "6e"
    "63647134313759447742466938767049612d7077386f4f755657345441222c226f726967696e223a2268747470733a2f2f657861"
    "6d"
    "706c652e6f7267222c2263726f73734f726967696e223a66616c73652c22657874726144617461223a22636c69656e7444617461"
    "4a"
    "534f4e206d617920626520657874656e6465642077697468206164646974696f6e616c206669656c647320696e20746865206675"
    "74"
    "7572652c207375636820617320746869733a20426b5165446a646354427258426941774a544c453551227d");
const std::string attestation_object = bytes(
    "a363666d74646e6f6e656761747453746d74a068617574684461746158a4bfabc37432958b063360d3ad6461c9c4735ae7f8edd4"
    "65"
    "92a5e0f01452b2e4b559000000008446ccb9ab1db374750b2367ff6f3a1f0020f91f391db4c9b2fde0ea70189cba3fb63f579ba6"
    "12"
    "2b33ad94ff3ec330084be4a5010203262001215820afefa16f97ca9b2d23eb86ccb64098d20db90856062eb249c33a9b672f26df"
    "61"
    "225820930a56b87a2fca66334b03458abf879717c12cc68ed73290af2e2664796b9220");
const std::string assertion_client_data = bytes(
    "7b2274797065223a22776562617574686e2e676574222c226368616c6c656e6765223a224f63446e55685158756c5455506f334a"
    "55"
    "58543049393770767a7a59425039745a63685879617630314167222c226f726967696e223a2268747470733a2f2f6578616d706c"
    "65"
    "2e6f7267222c2263726f73734f726967696e223a66616c73657d");
const std::string authenticator_data =
    bytes("bfabc37432958b063360d3ad6461c9c4735ae7f8edd46592a5e0f01452b2e4b51900000000");
const std::string signature = bytes(
    "3046022100f50a4e2e4409249c4a853ba361282f09841df4dd4547a13a87780218deffcd380221008480ac0f0b93538174f575bf"
    "11"
    "a1dd5d78c6e486013f937295ea13653e331e87");

std::string registration_json(std::string_view client_data, std::string_view attestation,
                              std::string_view id = key_id) {
    return R"({"id":")" + base64url(id) + R"(","type":"public-key","response":{"clientDataJSON":")" +
           base64url(client_data) + R"(","attestationObject":")" + base64url(attestation) + R"("}})";
}
std::string assertion_json(std::string_view client_data, std::string_view data, std::string_view sig) {
    return R"({"id":")" + base64url(key_id) + R"(","type":"public-key","response":{"clientDataJSON":")" +
           base64url(client_data) + R"(","authenticatorData":")" + base64url(data) + R"(","signature":")" +
           base64url(sig) + R"("}})";
}

Result<RegisteredKey> registered(const Expected& expected, const std::string& text) {
    const json::Document document = json::parse(text);
    return check_registration(expected, document.root());
}
template <class T>
std::string step(const Result<T>& result) {
    return result ? "" : result.error().args.front();
}
std::string assertion_step(const Expected& expected, const std::string& text, std::int64_t count = 0) {
    const Result<RegisteredKey> key =
        registered(registering, registration_json(registration_client_data, attestation_object));
    const json::Document document = json::parse(text);
    return step(check_assertion(expected, (*key).public_key, count, document.root()));
}
std::string with_byte(std::string text, std::size_t at, char value) {
    text[at] = value;
    return text;
}
std::string replaced(std::string text, std::string_view what, std::string_view with) {
    return text.replace(text.find(what), what.size(), with);
}

}  // namespace

TEST_CASE("the published registration and sign-in are taken") {
    const Result<RegisteredKey> key =
        registered(registering, registration_json(registration_client_data, attestation_object));
    REQUIRE(step(key) == "");
    CHECK((*key).credential_id == base64url(key_id));
    CHECK((*key).sign_count == 0);
    CHECK(!(*key).user_verified);
    CHECK(assertion_step(signing_in, assertion_json(assertion_client_data, authenticator_data, signature)) ==
          "");
}

TEST_CASE("each bent part of a registration is named") {
    const std::string& data = registration_client_data;
    const std::string& object = attestation_object;
    CHECK(step(registered(signing_in, registration_json(data, object))) == "challenge");
    CHECK(step(registered({registering.challenge, "example.com"}, registration_json(data, object))) ==
          "origin");
    CHECK(step(registered({registering.challenge, ""}, registration_json(data, object))) == "origin");
    CHECK(step(registered(registering, registration_json(replaced(data, "webauthn.create", "webauthn.get"),
                                                         object))) == "type");
    CHECK(step(registered(registering, registration_json(replaced(data, ":false", ":true"), object))) ==
          "crossOrigin");
    CHECK(step(registered(registering, registration_json("{", object))) == "clientDataJSON");
    CHECK(step(registered(registering, registration_json(data, ""))) == "attestationObject");
    CHECK(step(registered(registering, registration_json(data, object + "x"))) == "attestationObject");
    CHECK(step(registered(registering, registration_json(data, object, "another"))) == "id");
    const std::size_t auth_data = object.size() - 164;  // authData is 164 bytes long
    CHECK(step(registered(registering, registration_json(data, with_byte(object, auth_data, 'x')))) ==
          "rpIdHash");
    CHECK(step(registered(registering, registration_json(data, with_byte(object, auth_data + 32, 0x40)))) ==
          "UP");
    CHECK(step(registered(registering, registration_json(data, with_byte(object, auth_data + 32, 0x01)))) ==
          "AT");
    CHECK(step(registered(registering, registration_json(data, with_byte(object, auth_data + 54, 0x7f)))) ==
          "credentialId");
    // The last byte of y: the point leaves the curve.
    CHECK(step(registered(registering, registration_json(
                                           data, with_byte(object, object.size() - 1, 0x21)))) == "COSE_Key");
}

TEST_CASE("each bent part of a sign-in is named") {
    const std::string& data = assertion_client_data;
    CHECK(assertion_step(registering, assertion_json(data, authenticator_data, signature)) == "challenge");
    CHECK(assertion_step(signing_in, assertion_json(data, authenticator_data,
                                                    with_byte(signature, 10, 'x'))) == "signature");
    CHECK(assertion_step(signing_in, assertion_json(data + " ", authenticator_data, signature)) ==
          "signature");
    CHECK(assertion_step(signing_in, assertion_json(data, with_byte(authenticator_data, 36, 1), signature)) ==
          "signature");
    CHECK(assertion_step(signing_in, assertion_json(data, authenticator_data.substr(0, 36), signature)) ==
          "authenticatorData");
    // A count that does not grow tells of a copied key.
    CHECK(assertion_step(signing_in, assertion_json(data, authenticator_data, signature), 3) == "signCount");
    const json::Document document = json::parse("[1]");
    CHECK(step(credential_id_of(document.root())) == "id");
    CHECK(assertion_step(signing_in, "null") == "response");
}

TEST_CASE("the relying party is the host without its port") {
    CHECK(relying_party("hatang.hanoi.gov.vn") == "hatang.hanoi.gov.vn");
    CHECK(relying_party("localhost:8080") == "localhost");
    CHECK(relying_party("[::1]:8080") == "[::1]");
    CHECK(relying_party("[::1]") == "[::1]");
}

// RFC 8032 section 7.1, TEST 2, as a COSE key.
TEST_CASE("Ed25519: the vector of RFC 8032") {
    const std::string cose = bytes("a4010103272006215820") +
                             bytes("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c");
    const std::string good = bytes(
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b"
        "2eaeb430"
        "2aeeb00d291612bb0c00");
    const Result<PublicKey> key = PublicKey::read(cose);
    REQUIRE(step(key) == "");
    CHECK((*key).size() == cose.size());
    CHECK((*key).verifies("\x72", good));
    CHECK(!(*key).verifies("\x73", good));
    CHECK(!(*key).verifies("\x72", good.substr(1)));
}

TEST_CASE("other algorithms and short keys are refused") {
    CHECK(step(PublicKey::read("")) == "COSE_Key");
    CHECK(step(PublicKey::read(bytes("a0"))) == "alg 0");
    CHECK(step(PublicKey::read(bytes("a103382f"))) == "alg -48");
    CHECK(step(PublicKey::read(bytes("a401030339010020410121430100"))) != "");
    // RSA of 1024 bits.
    CHECK(step(PublicKey::read(bytes("a401030339010020588000") + std::string(127, '\x01') +
                               bytes("2143010001"))) == "COSE_Key");
}
