// Inside of the server: the TLS context made from the operator's files. TLS 1.3 alone, AEAD suites alone.
#pragma once

#include <boost/asio/ssl/context.hpp>

#include <ctime>
#include <memory>

#include "http/tls.hpp"

namespace hatang::http {

struct TlsContext {
    boost::asio::ssl::context context;
    CertificateFacts facts;
};

// Blocking. Throws unreadable_file: missing, not PEM, the key belongs to another certificate.
std::shared_ptr<TlsContext> load_tls(const TlsFiles&);

// Changes when one of the files does (time, size, inode); blocking. 0 fields where a file is missing.
struct FileStamp {
    std::int64_t certificate_ns = 0, key_ns = 0;
    std::uint64_t certificate_inode = 0, key_inode = 0;
    bool operator==(const FileStamp&) const = default;
};
FileStamp stamp_of(const TlsFiles&);

}  // namespace hatang::http
