#include "http/tls_context.hpp"

#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <sys/stat.h>

#include <fstream>

#include "base/error.hpp"
#include "http/limits.hpp"

namespace hatang::http {
namespace ssl = boost::asio::ssl;
namespace {

constexpr const char* suites = "TLS_AES_256_GCM_SHA384:TLS_CHACHA20_POLY1305_SHA256:TLS_AES_128_GCM_SHA256";

std::string read_pem(const std::string& file) {
    std::ifstream in(file, std::ios::binary);
    std::string out(limits::pem_bytes_max + 1, '\0');
    in.read(out.data(), static_cast<std::streamsize>(out.size()));
    out.resize(static_cast<std::size_t>(std::max<std::streamsize>(in.gcount(), 0)));
    if (out.empty()) throw Error(Code::unreadable_file, {}, {file, "no such file, empty or not allowed"});
    if (out.size() > limits::pem_bytes_max)
        throw Error(Code::unreadable_file, {}, {file, "more than 256 kB is no certificate"});
    return out;
}

std::string name_text(const X509_NAME* name) {
    const std::unique_ptr<BIO, decltype(&BIO_free_all)> out(BIO_new(BIO_s_mem()), BIO_free_all);
    // RFC 2253 without escaping what is not ASCII: Vietnamese names stay readable.
    X509_NAME_print_ex(out.get(), name, 0,
                       XN_FLAG_RFC2253 & ~static_cast<unsigned long>(ASN1_STRFLGS_ESC_MSB));
    char* text = nullptr;
    const long length = BIO_get_mem_data(out.get(), &text);
    return {text, static_cast<std::size_t>(std::max(length, 0L))};
}

CertificateFacts facts_of(const X509* certificate) {
    std::tm end{};
    ASN1_TIME_to_tm(X509_get0_notAfter(certificate), &end);
    return {name_text(X509_get_subject_name(certificate)), name_text(X509_get_issuer_name(certificate)),
            Instant{static_cast<std::int64_t>(timegm(&end)) * kSecond}};
}

// A client that offers h2 and http/1.1 must be told which it gets; one that offers neither of ours still
// speaks HTTP/1.1 (RFC 7301 section 3.2 lets us go on without an answer).
int choose_protocol(SSL*, const unsigned char** out, unsigned char* length, const unsigned char* offered,
                    unsigned int offered_length, void*) {
    static constexpr unsigned char ours[] = "\x08http/1.1";
    unsigned char* chosen = nullptr;
    if (SSL_select_next_proto(&chosen, length, ours, sizeof ours - 1, offered, offered_length) !=
        OPENSSL_NPN_NEGOTIATED)
        return SSL_TLSEXT_ERR_NOACK;
    *out = chosen;
    return SSL_TLSEXT_ERR_OK;
}

std::int64_t nanoseconds(const struct stat& s) {
    return s.st_mtim.tv_sec * 1'000'000'000 + s.st_mtim.tv_nsec;
}

}  // namespace

std::shared_ptr<TlsContext> load_tls(const TlsFiles& files) {
    auto out = std::make_shared<TlsContext>(TlsContext{ssl::context(ssl::context::tls_server), {}});
    SSL_CTX* native = out->context.native_handle();
    SSL_CTX_set_min_proto_version(native, TLS1_3_VERSION);
    SSL_CTX_set_ciphersuites(native, suites);
    SSL_CTX_set_options(native,
                        SSL_OP_NO_RENEGOTIATION | SSL_OP_CIPHER_SERVER_PREFERENCE | SSL_OP_PRIORITIZE_CHACHA);
    SSL_CTX_set_alpn_select_cb(native, choose_protocol, nullptr);
    // A key with a passphrase would ask on the terminal and hold the program.
    SSL_CTX_set_default_passwd_cb(native, [](char*, int, int, void*) { return 0; });

    const std::string chain = read_pem(files.certificate), key = read_pem(files.key);
    boost::system::error_code error;
    out->context.use_certificate_chain(boost::asio::buffer(chain), error);
    if (error) throw Error(Code::unreadable_file, {}, {files.certificate, error.message()});
    out->context.use_private_key(boost::asio::buffer(key), ssl::context::pem, error);
    if (error) throw Error(Code::unreadable_file, {}, {files.key, error.message()});
    if (SSL_CTX_check_private_key(native) != 1) {
        ERR_clear_error();
        throw Error(Code::unreadable_file, {}, {files.key, "the key does not belong to the certificate"});
    }
    out->facts = facts_of(SSL_CTX_get0_certificate(native));
    return out;
}

FileStamp stamp_of(const TlsFiles& files) {
    FileStamp out;
    struct stat s {};
    if (::stat(files.certificate.c_str(), &s) == 0) {
        out.certificate_ns = nanoseconds(s);
        out.certificate_inode = s.st_ino;
    }
    if (::stat(files.key.c_str(), &s) == 0) {
        out.key_ns = nanoseconds(s);
        out.key_inode = s.st_ino;
    }
    return out;
}

}  // namespace hatang::http
