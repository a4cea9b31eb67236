// A breach of personal data and the form of its report.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "base/time.hpp"

namespace hatang::security {

struct Breach {
    std::int64_t id = 0, version = 0;
    std::string title;
    Instant discovered_at;
    std::optional<Instant> occurred_at;
    std::optional<std::string> description, data_kinds;
    std::optional<std::int64_t> people_affected;
    std::optional<std::string> cause, consequences, measures, contact;
    std::optional<Instant> authority_notified_at, people_notified_at, closed_at;
    Instant created_at;
    std::string created_by;
    // Of the clock, by clock_of():
    Instant due_at;
    std::int64_t hours_left = 0;  // whole hours; negative when it has passed
    bool overdue = false;         // the authority was not told within 72 hours
};

// Sets what follows from the time: 72 hours from the discovery to the notice.
void set_clock(Breach&, Instant now);
// HTML to print. Every value is escaped; what is not known reads "chưa có". Times are those of Hà Nội.
std::string breach_form(const Breach&, Instant printed_at);
std::string html_escaped(std::string_view);
// "08:30 ngày 24/11/2026", UTC+7.
std::string local_time(Instant);

}  // namespace hatang::security
