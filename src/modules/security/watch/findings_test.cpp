#include "security/watch/findings.hpp"

#include <doctest/doctest.h>

#include <algorithm>

using namespace hatang;
using namespace hatang::security;

namespace {

WatchFacts sound() {
    WatchFacts facts;
    facts.now = *parse_rfc3339("2026-11-24T08:00:00+07:00");
    facts.deciders = 2;
    facts.audit_checked_at = facts.now;
    return facts;
}

std::vector<std::string> keys(const WatchFacts& facts) {
    std::vector<std::string> out;
    for (const Finding& f : findings_of(facts)) out.push_back(f.key);
    return out;
}

}  // namespace

TEST_CASE("findings: a sound system has none") { CHECK(keys(sound()).empty()); }

TEST_CASE("findings: each fact makes one, the most severe first") {
    WatchFacts facts = sound();
    facts.idle_accounts = 3;
    facts.deciders = 1;
    facts.administrators_without_factor = 2;
    CHECK(keys(facts) ==
          std::vector<std::string>{"administrators_without_factor", "one_decider", "idle_accounts"});
    CHECK(findings_of(facts).front().title_vi.starts_with("2 quản trị viên"));
}

TEST_CASE("findings: a sandbox without its walls") {
    WatchFacts facts = sound();
    facts.sandbox_network_off = false;
    CHECK(keys(facts) == std::vector<std::string>{"sandbox_network"});
    facts.sandbox_files_confined = false;
    CHECK(keys(facts) == std::vector<std::string>{"sandbox_network", "sandbox_files"});
}

TEST_CASE("findings: TLS is asked for beyond loopback only") {
    WatchFacts facts = sound();
    facts.beyond_loopback = true;
    CHECK(keys(facts) == std::vector<std::string>{"tls_off"});
    facts.encrypted = true;
    CHECK(keys(facts).empty());
}

TEST_CASE("findings: a certificate is named 30 days before its end, and after it") {
    WatchFacts facts = sound();
    facts.certificate_ends_at = facts.now + 30 * kDay;
    CHECK(keys(facts).empty());
    facts.certificate_ends_at = facts.now + 30 * kDay + -kSecond;
    CHECK(keys(facts) == std::vector<std::string>{"certificate_ends"});
    facts.certificate_ends_at = facts.now;
    CHECK(keys(facts) == std::vector<std::string>{"certificate_ended"});
}

TEST_CASE("findings: the 72 hours of a breach run, then are over") {
    WatchFacts facts = sound();
    facts.breaches_open = 1;
    facts.breach_due_at = facts.now + 5 * kHour;
    CHECK(findings_of(facts).front().title_vi.starts_with("Còn 5 giờ"));
    facts.breach_due_at = facts.now;
    CHECK(findings_of(facts).front().title_vi.starts_with("Đã quá hạn"));
}

TEST_CASE("findings: days are rounded down, also in the past") {
    const Instant now = sound().now;
    CHECK(days_until(now, now + kDay + -1) == 0);
    CHECK(days_until(now, now + kDay) == 1);
    CHECK(days_until(now, now + -1) == -1);
    CHECK(days_until(now, now + -kDay) == -1);
}
