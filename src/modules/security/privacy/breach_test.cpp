#include "security/privacy/breach.hpp"

#include <doctest/doctest.h>

using namespace hatang;
using namespace hatang::security;

namespace {

Breach found_at(std::string_view time) {
    Breach breach;
    breach.id = 3;
    breach.version = 1;
    breach.title = "Mất máy tính";
    breach.discovered_at = *parse_rfc3339(time);
    set_clock(breach, breach.discovered_at);
    return breach;
}

}  // namespace

TEST_CASE("breach: the clock runs 72 hours from the discovery") {
    Breach breach = found_at("2026-11-24T08:30:00+07:00");
    CHECK(breach.hours_left == 72);
    CHECK(to_rfc3339(breach.due_at) == "2026-11-27T01:30:00Z");
    set_clock(breach, breach.due_at);
    CHECK(breach.hours_left == 0);
    CHECK_FALSE(breach.overdue);
    set_clock(breach, breach.due_at + kSecond);
    CHECK(breach.hours_left == -1);
    CHECK(breach.overdue);
}

TEST_CASE("breach: a notice in time stays in time, a late one late") {
    Breach breach = found_at("2026-11-24T08:30:00+07:00");
    breach.authority_notified_at = breach.due_at + -kHour;
    set_clock(breach, breach.due_at + 100 * kHour);
    CHECK_FALSE(breach.overdue);
    breach.authority_notified_at = breach.due_at + kHour;
    set_clock(breach, breach.due_at + 100 * kHour);
    CHECK(breach.overdue);
}

TEST_CASE("breach: the form says what is not known, and in local time") {
    const Breach breach = found_at("2026-11-24T20:30:00Z");
    const std::string form = breach_form(breach, breach.discovered_at);
    CHECK(form.find("Số người bị ảnh hưởng</th><td>chưa có</td>") != std::string::npos);
    CHECK(form.find("Thời điểm phát hiện</th><td>03:30 ngày 25/11/2026</td>") != std::string::npos);
}

TEST_CASE("breach: what people typed is text in the form") {
    Breach breach = found_at("2026-11-24T08:30:00+07:00");
    breach.title = "<script>alert(1)</script>";
    breach.description = "a & \"b\"\n<img src=x onerror='y'>";
    const std::string form = breach_form(breach, breach.discovered_at);
    CHECK(form.find("<script") == std::string::npos);
    CHECK(form.find("<img") == std::string::npos);
    CHECK(form.find("a &amp; &quot;b&quot;<br>&lt;img") != std::string::npos);
}
