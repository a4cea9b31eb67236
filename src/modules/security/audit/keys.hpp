// The three keys of the audit log: MACs of rows and links, signatures of heads and seals.
#pragma once

#include <string>
#include <string_view>

#include "base/secrets.hpp"
#include "security/audit/canonical.hpp"

namespace hatang::security {

// Any thread.
class AuditKeys {
  public:
    explicit AuditKeys(Secrets&);  // makes the keys when they are not there
    ~AuditKeys();
    AuditKeys(const AuditKeys&) = delete;

    std::string row_mac(const AuditRow&) const;  // with its version byte
    bool row_mac_holds(const AuditRow&) const;   // of a row that has one
    std::string link_mac(std::int64_t seq, std::int64_t audit_id, const Hash&) const;
    bool link_mac_holds(std::int64_t seq, std::int64_t audit_id, const Hash&, std::string_view mac) const;

    std::string sign(std::string_view text) const;  // 64 bytes
    bool signature_holds(std::string_view text, std::string_view signature) const;
    const std::string& public_key() const { return public_key_; }  // 32 bytes

  private:
    Secrets::Key row_, link_;
    std::string secret_key_, public_key_;
};

}  // namespace hatang::security
