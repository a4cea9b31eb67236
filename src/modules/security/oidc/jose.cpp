#include "security/oidc/jose.hpp"

#include <openssl/core_names.h>
#include <openssl/ecdsa.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>
#include <openssl/rsa.h>

#include "json/value.hpp"
#include "security/factors/base32.hpp"
#include "security/oidc/limits.hpp"

namespace hatang::security {
namespace {

template <auto Free>
struct Freed {
    template <class T>
    void operator()(T* p) const {
        Free(p);
    }
};
using Params = std::unique_ptr<OSSL_PARAM, Freed<OSSL_PARAM_free>>;
using Builder = std::unique_ptr<OSSL_PARAM_BLD, Freed<OSSL_PARAM_BLD_free>>;
using KeyContext = std::unique_ptr<EVP_PKEY_CTX, Freed<EVP_PKEY_CTX_free>>;
using Digest = std::unique_ptr<EVP_MD_CTX, Freed<EVP_MD_CTX_free>>;
using Number = std::unique_ptr<BIGNUM, Freed<BN_free>>;
using Key = std::shared_ptr<EVP_PKEY>;

constexpr std::size_t p256_bytes = 32, ed25519_bytes = 32;

const unsigned char* bytes_of(const std::string& text) {
    return reinterpret_cast<const unsigned char*>(text.data());
}

std::optional<JwsAlgorithm> algorithm_of(std::string_view name) {
    if (name == "RS256") return JwsAlgorithm::rs256;
    if (name == "PS256") return JwsAlgorithm::ps256;
    if (name == "ES256") return JwsAlgorithm::es256;
    if (name == "EdDSA") return JwsAlgorithm::eddsa;
    return {};
}

std::string text_of(const json::Value& object, std::string_view field) {
    const auto found = object.find(field);
    return found && found->kind() == json::Kind::text ? std::string(found->text()) : std::string();
}

std::string decoded_field(const json::Value& object, std::string_view field) {
    return from_base64url(text_of(object, field), limits::id_token_bytes_max).value_or("");
}

Number number_of(const std::string& bytes) {
    return Number(BN_bin2bn(bytes_of(bytes), static_cast<int>(bytes.size()), nullptr));
}

Key key_of(const char* kind, OSSL_PARAM_BLD* builder) {
    const Params params(OSSL_PARAM_BLD_to_param(builder));
    const KeyContext context(EVP_PKEY_CTX_new_from_name(nullptr, kind, nullptr));
    EVP_PKEY* key = nullptr;
    if (!params || !context || EVP_PKEY_fromdata_init(context.get()) != 1 ||
        EVP_PKEY_fromdata(context.get(), &key, EVP_PKEY_PUBLIC_KEY, params.get()) != 1)
        return {};
    return Key(key, EVP_PKEY_free);
}

Key rsa_key(const json::Value& jwk) {
    const Number n = number_of(decoded_field(jwk, "n")), e = number_of(decoded_field(jwk, "e"));
    const Builder builder(OSSL_PARAM_BLD_new());
    OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_N, n.get());
    OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_E, e.get());
    if (BN_num_bits(n.get()) < limits::rsa_bits_min || !BN_is_odd(e.get()) || BN_is_one(e.get())) return {};
    return key_of("RSA", builder.get());
}

Key p256_key(const json::Value& jwk) {
    const std::string x = decoded_field(jwk, "x"), y = decoded_field(jwk, "y");
    if (text_of(jwk, "crv") != "P-256" || x.size() != p256_bytes || y.size() != p256_bytes) return {};
    const std::string point = "\x04" + x + y;  // uncompressed; OpenSSL checks that it lies on the curve
    const Builder builder(OSSL_PARAM_BLD_new());
    OSSL_PARAM_BLD_push_utf8_string(builder.get(), OSSL_PKEY_PARAM_GROUP_NAME, "P-256", 0);
    OSSL_PARAM_BLD_push_octet_string(builder.get(), OSSL_PKEY_PARAM_PUB_KEY, point.data(), point.size());
    return key_of("EC", builder.get());
}

Key ed25519_key(const json::Value& jwk) {
    const std::string x = decoded_field(jwk, "x");
    if (text_of(jwk, "crv") != "Ed25519" || x.size() != ed25519_bytes) return {};
    EVP_PKEY* key = EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nullptr, bytes_of(x), x.size());
    return key ? Key(key, EVP_PKEY_free) : Key();
}

// r and s, 32 bytes each (RFC 7518 section 3.4), as the DER that OpenSSL reads.
std::optional<std::string> der_of(const std::string& signature) {
    if (signature.size() != 2 * p256_bytes) return {};
    const std::unique_ptr<ECDSA_SIG, Freed<ECDSA_SIG_free>> pair(ECDSA_SIG_new());
    ECDSA_SIG_set0(pair.get(), number_of(signature.substr(0, p256_bytes)).release(),
                   number_of(signature.substr(p256_bytes)).release());
    unsigned char* bytes = nullptr;
    const int length = i2d_ECDSA_SIG(pair.get(), &bytes);
    if (length <= 0) return {};
    std::string out(reinterpret_cast<char*>(bytes), static_cast<std::size_t>(length));
    OPENSSL_free(bytes);
    return out;
}

int kind_of(JwsAlgorithm algorithm) {
    switch (algorithm) {
        case JwsAlgorithm::es256:
            return EVP_PKEY_EC;
        case JwsAlgorithm::eddsa:
            return EVP_PKEY_ED25519;
        default:
            return EVP_PKEY_RSA;
    }
}

}  // namespace

Error refused(std::string why) { return Error(Code::oidc_refused, {}, {std::move(why)}); }

Result<std::vector<Jwk>> parse_jwks(std::string_view text) try {
    const json::Document document = json::parse(text);
    const auto keys = document.root().find("keys");
    if (!keys) return refused("no keys");
    std::vector<Jwk> out;
    for (const json::Value jwk : keys->items("/keys")) {
        if (out.size() == limits::provider_keys_max) break;
        const std::string use = text_of(jwk, "use"), kind = text_of(jwk, "kty"),
                          algorithm = text_of(jwk, "alg");
        if (!use.empty() && use != "sig") continue;
        Jwk key{text_of(jwk, "kid"), algorithm_of(algorithm), {}};
        if (!algorithm.empty() && !key.algorithm) continue;
        key.key = kind == "RSA"   ? rsa_key(jwk)
                  : kind == "EC"  ? p256_key(jwk)
                  : kind == "OKP" ? ed25519_key(jwk)
                                  : Key();
        if (key.key) out.push_back(std::move(key));
    }
    return out;
} catch (const Error& e) {
    return refused(e.what());
}

Result<Jws> parse_jws(std::string_view compact) try {
    if (compact.size() > limits::id_token_bytes_max) return refused("too long");
    const std::size_t first = compact.find('.'), second = compact.find('.', first + 1);
    if (first == compact.npos || second == compact.npos || compact.find('.', second + 1) != compact.npos)
        return refused("not three parts");
    const auto header = from_base64url(compact.substr(0, first), limits::id_token_bytes_max);
    auto payload = from_base64url(compact.substr(first + 1, second - first - 1), limits::id_token_bytes_max);
    auto signature = from_base64url(compact.substr(second + 1), limits::id_token_bytes_max);
    if (!header || !payload || !signature) return refused("not base64url");

    const json::Document document = json::parse(*header);
    const json::Value root = document.root();
    const auto algorithm = algorithm_of(text_of(root, "alg"));
    if (!algorithm) return refused("alg");
    if (root.find("crit")) return refused("crit");
    return Jws{*algorithm, text_of(root, "kid"), *std::move(payload), std::string(compact.substr(0, second)),
               *std::move(signature)};
} catch (const Error& e) {
    return refused(e.what());
}

bool verify(const Jws& jws, const Jwk& jwk) {
    if (jwk.algorithm && *jwk.algorithm != jws.algorithm) return false;
    if (EVP_PKEY_get_base_id(jwk.key.get()) != kind_of(jws.algorithm)) return false;
    std::string signature = jws.signature;
    if (jws.algorithm == JwsAlgorithm::es256) {
        auto der = der_of(signature);
        if (!der) return false;
        signature = *std::move(der);
    }
    const Digest digest(EVP_MD_CTX_new());
    EVP_PKEY_CTX* context = nullptr;  // owned by the digest
    const EVP_MD* hash = jws.algorithm == JwsAlgorithm::eddsa ? nullptr : EVP_sha256();
    if (EVP_DigestVerifyInit(digest.get(), &context, hash, nullptr, jwk.key.get()) != 1) return false;
    if (jws.algorithm == JwsAlgorithm::ps256 &&
        (EVP_PKEY_CTX_set_rsa_padding(context, RSA_PKCS1_PSS_PADDING) != 1 ||
         EVP_PKEY_CTX_set_rsa_pss_saltlen(context, RSA_PSS_SALTLEN_DIGEST) != 1))
        return false;
    return EVP_DigestVerify(digest.get(), bytes_of(signature), signature.size(), bytes_of(jws.signing_input),
                            jws.signing_input.size()) == 1;
}

}  // namespace hatang::security
