// What verification can find, with its words.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace hatang::security {

struct AuditProblem {
    std::string kind;     // stable: docs/internals/audit.md, section 4
    std::int64_t id = 0;  // row (row_*), link (link_*, truncated, head_*), 0 for seals and the origin
    std::string text_vi, text_en;
};

// The problem of a kind with its words; {0} {1} … are filled from `args`.
AuditProblem audit_problem(std::string_view kind, std::int64_t id, const std::vector<std::string>& args = {});

}  // namespace hatang::security
