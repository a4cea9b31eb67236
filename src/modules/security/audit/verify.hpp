// Verification of the whole evidence against the database and the folder, in pages.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "module.hpp"
#include "security/audit/checker.hpp"

namespace hatang::security {

struct AuditVerdict {
    Instant checked_at;
    std::int64_t links = 0;    // checked
    std::int64_t waiting = 0;  // rows whose link is due within the second
    std::optional<std::int64_t> first_id, last_id;
    std::int64_t problem_count = 0;
    std::vector<AuditProblem> problems;  // the first problems_kept_max
    std::vector<Seal> seals;             // the newest seals_shown, newest first
    bool ok() const { return problem_count == 0; }
};

struct VerifyOptions {
    std::string from_day;  // begin behind the newest seal before this day; empty: at the beginning
    std::function<void(const AuditProblem&)> found;
    std::optional<AuditProblem> noted;  // what the chainer saw before it went on
    std::function<void(std::int64_t done, std::int64_t total)> progress;  // links
};

task<AuditVerdict> verify_audit(Platform&, const AuditKeys&, const AuditFolder&, VerifyOptions);

}  // namespace hatang::security
