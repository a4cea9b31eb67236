#include "security/audit/keys.hpp"

#include <sodium.h>

namespace hatang::security {
namespace {

const unsigned char* raw(std::string_view text) {
    return reinterpret_cast<const unsigned char*>(text.data());
}

std::string hmac(const Secrets::Key& key, std::string_view bytes) {
    static_assert(crypto_auth_hmacsha256_KEYBYTES == sizeof(Secrets::Key));
    std::string out(crypto_auth_hmacsha256_BYTES, '\0');
    crypto_auth_hmacsha256(reinterpret_cast<unsigned char*>(out.data()), raw(bytes), bytes.size(),
                           key.data());
    return out;
}

bool same(std::string_view a, std::string_view b) {
    return a.size() == b.size() && sodium_memcmp(a.data(), b.data(), a.size()) == 0;
}

}  // namespace

AuditKeys::AuditKeys(Secrets& secrets)
    : row_(secrets.key("audit-row")),
      link_(secrets.key("audit-link")),
      secret_key_(crypto_sign_SECRETKEYBYTES, '\0'),
      public_key_(crypto_sign_PUBLICKEYBYTES, '\0') {
    static_assert(crypto_sign_SEEDBYTES == sizeof(Secrets::Key));
    crypto_sign_seed_keypair(reinterpret_cast<unsigned char*>(public_key_.data()),
                             reinterpret_cast<unsigned char*>(secret_key_.data()),
                             secrets.key("audit-sign").data());
}

AuditKeys::~AuditKeys() {
    sodium_memzero(row_.data(), row_.size());
    sodium_memzero(link_.data(), link_.size());
    sodium_memzero(secret_key_.data(), secret_key_.size());
}

std::string AuditKeys::row_mac(const AuditRow& row) const { return row_form + hmac(row_, canonical(row)); }

bool AuditKeys::row_mac_holds(const AuditRow& row) const { return same(row.mac, row_mac(row)); }

std::string AuditKeys::link_mac(std::int64_t seq, std::int64_t audit_id, const Hash& hash) const {
    return hmac(link_, link_bytes(seq, audit_id, hash));
}

bool AuditKeys::link_mac_holds(std::int64_t seq, std::int64_t audit_id, const Hash& hash,
                               std::string_view mac) const {
    return same(mac, link_mac(seq, audit_id, hash));
}

std::string AuditKeys::sign(std::string_view text) const {
    std::string out(crypto_sign_BYTES, '\0');
    crypto_sign_detached(reinterpret_cast<unsigned char*>(out.data()), nullptr, raw(text), text.size(),
                         raw(secret_key_));
    return out;
}

bool AuditKeys::signature_holds(std::string_view text, std::string_view signature) const {
    return signature.size() == crypto_sign_BYTES &&
           crypto_sign_verify_detached(raw(signature), raw(text), text.size(), raw(public_key_)) == 0;
}

}  // namespace hatang::security
