// Any bytes may stand in what a security key sends. What is read lies within the input; a key that is taken
// can be asked.
#include <cstdlib>

#include "security/factors/base32.hpp"
#include "security/factors/cbor.hpp"
#include "security/factors/cose.hpp"
#include "security/factors/webauthn.hpp"

using namespace hatang::security;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    if (const auto read = read_cbor(bytes))
        if (read->size == 0 || read->size > size) std::abort();
    if (const auto key = PublicKey::read(bytes)) {
        if ((*key).size() > size) std::abort();
        if ((*key).verifies("message", bytes)) std::abort();
    }
    if (const auto decoded = from_base64url(bytes, size))
        if (base64url(*decoded) != bytes) std::abort();
    const Expected expected{"AAAA", "localhost"};
    const std::string client_data =
        base64url(R"({"type":"webauthn.create","challenge":"AAAA","origin":"http://localhost"})");
    const std::string text = R"({"id":"AAAA","response":{"clientDataJSON":")" + client_data +
                             R"(","attestationObject":")" + base64url(bytes) + R"("}})";
    const auto document = hatang::json::parse(text);
    if (const auto registered = check_registration(expected, document.root()))
        if ((*registered).public_key.size() > size) std::abort();
    return 0;
}
