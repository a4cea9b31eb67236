#include "security/factors/cose.hpp"

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>

#include "security/factors/cbor.hpp"

namespace hatang::security {
namespace {

// RFC 9052 section 7.1 and RFC 9053 sections 7.1, 7.2; RFC 8230 section 4 for RSA.
constexpr std::int64_t label_kty = 1, label_alg = 3, label_crv = -1, label_x = -2, label_y = -3, label_n = -1,
                       label_e = -2;
constexpr std::int64_t kty_okp = 1, kty_ec2 = 2, kty_rsa = 3, crv_p256 = 1, crv_ed25519 = 6;
constexpr std::size_t coordinate_bytes = 32, rsa_bytes_min = 256, rsa_bytes_max = 512, exponent_bytes_max = 4;

using Key = std::shared_ptr<EVP_PKEY>;

template <auto free>
struct Free {
    template <class T>
    void operator()(T* p) const {
        free(p);
    }
};
template <class T, auto free>
using Owned = std::unique_ptr<T, Free<free>>;
using Builder = Owned<OSSL_PARAM_BLD, OSSL_PARAM_BLD_free>;
using Params = Owned<OSSL_PARAM, OSSL_PARAM_free>;
using KeyContext = Owned<EVP_PKEY_CTX, EVP_PKEY_CTX_free>;
using Digest = Owned<EVP_MD_CTX, EVP_MD_CTX_free>;
using Number = Owned<BIGNUM, BN_free>;

const unsigned char* data_of(std::string_view bytes) {
    return reinterpret_cast<const unsigned char*>(bytes.data());
}

Error cose_refusal(std::string why) { return Error(Code::invalid_webauthn, {}, {std::move(why)}); }

Key key_from(const char* type, Builder builder) {
    const Params params(OSSL_PARAM_BLD_to_param(builder.get()));
    const KeyContext context(EVP_PKEY_CTX_new_from_name(nullptr, type, nullptr));
    EVP_PKEY* made = nullptr;
    if (!params || !context || EVP_PKEY_fromdata_init(context.get()) <= 0 ||
        EVP_PKEY_fromdata(context.get(), &made, EVP_PKEY_PUBLIC_KEY, params.get()) <= 0)
        return nullptr;
    Key key(made, EVP_PKEY_free);
    // A point on another curve would give its owner forged signatures.
    const KeyContext check(EVP_PKEY_CTX_new_from_pkey(nullptr, key.get(), nullptr));
    return check && EVP_PKEY_public_check(check.get()) > 0 ? key : nullptr;
}

Key p256(const CborValue& map) {
    const auto x = bytes_in(map, label_x), y = bytes_in(map, label_y);
    if (integer_in(map, label_kty) != kty_ec2 || integer_in(map, label_crv) != crv_p256 || !x || !y ||
        x->size() != coordinate_bytes || y->size() != coordinate_bytes)
        return nullptr;
    std::string point("\x04");
    point.append(*x).append(*y);
    Builder builder(OSSL_PARAM_BLD_new());
    if (!builder ||
        !OSSL_PARAM_BLD_push_utf8_string(builder.get(), OSSL_PKEY_PARAM_GROUP_NAME, "prime256v1", 0) ||
        !OSSL_PARAM_BLD_push_octet_string(builder.get(), OSSL_PKEY_PARAM_PUB_KEY, point.data(), point.size()))
        return nullptr;
    return key_from("EC", std::move(builder));
}

Key rsa(const CborValue& map) {
    const auto n = bytes_in(map, label_n), e = bytes_in(map, label_e);
    if (integer_in(map, label_kty) != kty_rsa || !n || !e || n->size() < rsa_bytes_min ||
        n->size() > rsa_bytes_max || e->empty() || e->size() > exponent_bytes_max)
        return nullptr;
    const Number modulus(BN_bin2bn(data_of(*n), static_cast<int>(n->size()), nullptr)),
        exponent(BN_bin2bn(data_of(*e), static_cast<int>(e->size()), nullptr));
    Builder builder(OSSL_PARAM_BLD_new());
    if (!modulus || !exponent || !builder ||
        BN_num_bits(modulus.get()) < static_cast<int>(rsa_bytes_min * 8) ||
        !OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_N, modulus.get()) ||
        !OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_E, exponent.get()))
        return nullptr;
    return key_from("RSA", std::move(builder));
}

Key ed25519(const CborValue& map) {
    const auto x = bytes_in(map, label_x);
    if (integer_in(map, label_kty) != kty_okp || integer_in(map, label_crv) != crv_ed25519 || !x ||
        x->size() != coordinate_bytes)
        return nullptr;
    EVP_PKEY* made = EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nullptr, data_of(*x), x->size());
    return made ? Key(made, EVP_PKEY_free) : nullptr;
}

}  // namespace

Result<PublicKey> PublicKey::read(std::string_view cose) {
    const auto read = read_cbor(cose);
    if (!read) return cose_refusal("COSE_Key");
    const std::int64_t algorithm = integer_in(read->value, label_alg).value_or(0);
    PublicKey out;
    out.algorithm_ = algorithm;
    out.size_ = read->size;
    if (algorithm == cose_es256)
        out.key_ = p256(read->value);
    else if (algorithm == cose_rs256)
        out.key_ = rsa(read->value);
    else if (algorithm == cose_eddsa)
        out.key_ = ed25519(read->value);
    else
        return cose_refusal("alg " + std::to_string(algorithm));
    if (!out.key_) return cose_refusal("COSE_Key");
    return out;
}

bool PublicKey::verifies(std::string_view message, std::string_view signature) const {
    const Digest context(EVP_MD_CTX_new());
    // Ed25519 hashes by itself.
    const EVP_MD* hash = algorithm_ == cose_eddsa ? nullptr : EVP_sha256();
    return context && key_ && EVP_DigestVerifyInit(context.get(), nullptr, hash, nullptr, key_.get()) > 0 &&
           EVP_DigestVerify(context.get(), data_of(signature), signature.size(), data_of(message),
                            message.size()) == 1;
}

}  // namespace hatang::security
