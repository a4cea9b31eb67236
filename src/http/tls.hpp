// The server's own TLS: files, and what the watch page shows of the certificate.
#pragma once

#include <string>

#include "base/time.hpp"

namespace hatang::http {

// PEM files: the certificate with its chain, leaf first, and its private key without a passphrase.
struct TlsFiles {
    std::string certificate, key;
};

struct CertificateFacts {
    std::string subject, issuer;  // RFC 2253: "CN=hatang.hanoi.gov.vn,O=…"
    Instant not_after;
};

}  // namespace hatang::http
