// What somebody responsible should put right: a pure core over counted facts.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/time.hpp"

namespace hatang::security {

struct WatchFacts {
    Instant now;
    bool second_factor_standard = true;
    std::int64_t administrators_without_factor = 0;
    std::int64_t deciders = 0;  // accounts that may decide approvals
    std::int64_t idle_accounts = 0;
    std::int64_t reviews_due = 0;
    std::int64_t passwords_due = 0;
    std::int64_t breaches_open = 0;  // the authority has not been told
    std::optional<Instant> breach_due_at;
    bool beyond_loopback = false, encrypted = false;
    std::optional<Instant> certificate_ends_at;
    std::int64_t files_changed = 0;
    std::optional<Instant> audit_checked_at;
    std::int64_t audit_problems = 0;
    bool sandbox_network_off = true, sandbox_files_confined = true;  // of tools that read files from outside
};

enum class Severity { high, medium, low };

struct Finding {
    std::string key;
    Severity severity = Severity::low;
    std::string title_vi, title_en, link;  // link: the page of the web application where it is put right
};

// Whole days from now, rounded down; negative when it has passed.
std::int64_t days_until(Instant now, Instant then);
// The most severe first.
std::vector<Finding> findings_of(const WatchFacts&);

}  // namespace hatang::security
