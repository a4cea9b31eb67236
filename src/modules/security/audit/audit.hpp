// The evidence, as one piece of the module: keys, chain, verification.
#pragma once

#include <memory>

#include "security/audit/chain.hpp"
#include "security/audit/reads.hpp"
#include "security/audit/verify.hpp"

namespace hatang::security {

class Audit {
  public:
    explicit Audit(Platform&);

    const AuditKeys& keys() const { return keys_; }
    AuditChain& chain() { return chain_; }

    // Throws audit_key_mismatch when the chain was begun with other keys: rows would get MACs that never
    // hold.
    task<void> check_keys();
    // Starts the chainer. Loop thread only, like everything here.
    void start();
    // Ends it after a last step, so that a command leaves no row without its link.
    task<void> stop();
    // A row was written: a command that ends makes its link.
    void wrote() { wrote_ = true; }

    ReadMemory& reads() { return reads_; }

    // Verifies now, or waits for the verification under way. Keeps the verdict.
    task<AuditVerdict> verify(VerifyOptions);
    const std::optional<AuditVerdict>& verdict() const { return verdict_; }

  private:
    task<void> run();
    task<void> verify_at_night();
    task<void> tell_fault();

    Platform& platform_;
    AuditKeys keys_;
    AuditFolder folder_;
    AuditChain chain_;
    ReadMemory reads_;
    std::optional<AuditVerdict> verdict_;
    std::string told_;  // kind of the fault that has its row
    Signal woken_, ended_;
    bool running_ = false, stopping_ = false, wrote_ = false, verifying_ = false;
};

}  // namespace hatang::security
