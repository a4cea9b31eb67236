// For tests: a folder with a self-signed certificate on P-256 and its key.
#pragma once

#include <openssl/pem.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include <filesystem>

#include "http/tls.hpp"

namespace hatang::http {

struct TestCertificate {
    TestCertificate() {
        char name[] = "/tmp/hatang_tls_XXXXXX";
        path = mkdtemp(name);
    }
    ~TestCertificate() { std::filesystem::remove_all(path); }
    TestCertificate(const TestCertificate&) = delete;
    TlsFiles files() const { return {(path / "chain.pem").string(), (path / "key.pem").string()}; }

    // Valid for 90 days. `names`: "DNS:a.vn,IP:127.0.0.1". Without the key, the old key stays beside it.
    void write(const char* common_name, bool with_key = true, const char* names = nullptr) const {
        EVP_PKEY* key = EVP_EC_gen("P-256");
        X509* certificate = X509_new();
        X509_set_version(certificate, 2);
        ASN1_INTEGER_set(X509_get_serialNumber(certificate), 1);
        X509_gmtime_adj(X509_getm_notBefore(certificate), 0);
        X509_gmtime_adj(X509_getm_notAfter(certificate), 90L * 24 * 3'600);
        X509_NAME* name = X509_get_subject_name(certificate);
        X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_UTF8,
                                   reinterpret_cast<const unsigned char*>(common_name), -1, -1, 0);
        X509_set_issuer_name(certificate, name);
        X509_set_pubkey(certificate, key);
        if (names) {
            X509_EXTENSION* extension = X509V3_EXT_conf_nid(nullptr, nullptr, NID_subject_alt_name, names);
            X509_add_ext(certificate, extension, -1);
            X509_EXTENSION_free(extension);
        }
        X509_sign(certificate, key, EVP_sha256());
        std::FILE* out = std::fopen(files().certificate.c_str(), "w");
        PEM_write_X509(out, certificate);
        std::fclose(out);
        if (with_key) {
            out = std::fopen(files().key.c_str(), "w");
            PEM_write_PrivateKey(out, key, nullptr, nullptr, 0, nullptr, nullptr);
            std::fclose(out);
        }
        X509_free(certificate);
        EVP_PKEY_free(key);
    }
    std::filesystem::path path;
};

}  // namespace hatang::http
