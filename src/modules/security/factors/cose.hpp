// Public keys as authenticators give them (COSE_Key, RFC 9052 and RFC 9053) and the signatures they make.
// Pure.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <string_view>

#include "base/error.hpp"

struct evp_pkey_st;

namespace hatang::security {

// IANA COSE algorithms, in the order of preference.
inline constexpr std::int64_t cose_eddsa = -8, cose_es256 = -7, cose_rs256 = -257;
inline constexpr std::array cose_algorithms{cose_es256, cose_eddsa, cose_rs256};

class PublicKey {
  public:
    // Reads the key at the front of `cose`. invalid_webauthn for other algorithms and curves, a point that is
    // not on the curve, an RSA key shorter than 2048 or longer than 4096 bits.
    static Result<PublicKey> read(std::string_view cose);
    // Bytes of `cose` that the key took.
    std::size_t size() const { return size_; }
    bool verifies(std::string_view message, std::string_view signature) const;

  private:
    std::shared_ptr<evp_pkey_st> key_;
    std::int64_t algorithm_ = 0;
    std::size_t size_ = 0;
};

}  // namespace hatang::security
