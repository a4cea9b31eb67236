#include "http/outgoing.hpp"

#include <doctest/doctest.h>

using namespace hatang;
using namespace hatang::http;

namespace {

bool passes(const OutgoingRules& rules, std::string_view url, std::vector<std::string_view> answers) {
    std::vector<IpAddress> addresses;
    for (const auto a : answers) addresses.push_back(IpAddress::parse(a).value());
    return static_cast<bool>(check_outgoing(rules, parse_url(url).value(), addresses));
}

}  // namespace

TEST_CASE("urls are read strictly") {
    const auto url = parse_url("https://Example.VN:8443/a/b?c=d");
    REQUIRE(url);
    CHECK(url->secure);
    CHECK(url->host == "example.vn");
    CHECK(url->port == 8443);
    CHECK(url->target == "/a/b?c=d");
    CHECK(url->authority() == "example.vn:8443");
    CHECK(parse_url("http://a.vn")->port == 80);
    CHECK(parse_url("https://a.vn?x=1")->target == "/?x=1");
    CHECK(parse_url("https://[2001:db8::1]:8443/")->authority() == "[2001:db8::1]:8443");
    CHECK(parse_url("https://[::ffff:127.0.0.1]/")->address->text() == "127.0.0.1");
    CHECK(parse_url("https://192.0.2.1/")->address);
    CHECK(parse_url("https://localhost/")->host == "localhost");

    for (const char* odd : {"",
                            "ftp://a.vn/",
                            "file:///etc/passwd",
                            "gopher://a.vn/",
                            "HTTPS://a.vn/",
                            "//a.vn/",
                            "https:/a.vn",
                            "https://",
                            "https:///",
                            "https://a.vn:0/",
                            "https://a.vn:65536/",
                            "https://a.vn:",
                            "https://a.vn:80:80/",
                            "https://a.vn:x/",
                            "https://user@a.vn/",
                            "https://user:pw@a.vn/",
                            "https://a.vn@127.0.0.1/",
                            "https://a.vn/#x",
                            "https://a.vn\\@b/",
                            "https://a.vn/\r\nX: y",
                            "https://a .vn/",
                            "https://a.vn/ b",
                            "https://a_b.vn/",
                            "https://-a.vn/",
                            "https://a..vn/",
                            "https://a.vn./",
                            "https://\xc4\x91.vn/",
                            "https://127.1/",
                            "https://0x7f.0.0.1/",
                            "https://0x7f000001/",
                            "https://2130706433/",
                            "https://0177.0.0.1/",
                            "https://127.0.0.1./",
                            "https://a.1/",
                            "https://[127.0.0.1]/",
                            "https://[::1/",
                            "https://[fe80::1%25eth0]/",
                            "https://[::1]x/",
                            "https://%31%32%37.0.0.1/"})
        CHECK_MESSAGE(!parse_url(odd), odd);
    CHECK(!parse_url("https://a.vn/" + std::string(3'000, 'a')));
    CHECK(!parse_url("https://" + std::string(64, 'a') + ".vn/"));
}

TEST_CASE("without a rule only the Internet, and only its two ports") {
    const OutgoingRules none;
    CHECK(passes(none, "https://a.vn/", {"203.162.0.1"}));
    CHECK(passes(none, "http://a.vn/", {"203.162.0.1", "2405:4800::1"}));
    CHECK(!passes(none, "https://a.vn:22/", {"203.162.0.1"}));
    CHECK(!passes(none, "https://a.vn:8443/", {"203.162.0.1"}));
    for (const char* inside : {"127.0.0.1", "10.0.0.1", "169.254.169.254", "::1", "fd00::1", "fe80::1",
                               "::ffff:10.0.0.1", "64:ff9b::a00:1", "0.0.0.0", "224.0.0.1"})
        CHECK_MESSAGE(!passes(none, "https://a.vn/", {inside}), inside);
    CHECK(!passes(none, "https://127.0.0.1/", {"127.0.0.1"}));
    CHECK(!passes(none, "https://a.vn/", {}));
}

TEST_CASE("one private address among public ones is enough to refuse") {
    CHECK(!passes({}, "https://rebind.example/", {"203.162.0.1", "10.0.0.1"}));
    CHECK(!passes({}, "https://rebind.example/", {"10.0.0.1", "203.162.0.1"}));
}

TEST_CASE("what the operator allows") {
    OutgoingRules rules;
    CHECK(rules.allow("10.1.0.0/16"));
    CHECK(rules.allow("Keycloak.hanoi.vn"));
    CHECK(rules.allow("fd00::7"));
    CHECK(passes(rules, "https://a.vn:8443/", {"10.1.2.3"}));
    CHECK(passes(rules, "https://a.vn/", {"fd00::7"}));
    CHECK(!passes(rules, "https://a.vn/", {"fd00::8"}));
    CHECK(!passes(rules, "https://a.vn/", {"10.2.0.1"}));
    CHECK(!passes(rules, "https://a.vn/", {"10.1.2.3", "10.2.0.1"}));
    CHECK(passes(rules, "http://keycloak.hanoi.vn:8080/", {"192.168.5.5"}));
    CHECK(!passes(rules, "http://x.keycloak.hanoi.vn/", {"192.168.5.5"}));
    for (const char* odd :
         {"", "10.1.0.1/16", "a.vn/", "a.vn:80", "https://a.vn", "*", "*.vn", "127.1", "a b"})
        CHECK_MESSAGE(!rules.allow(odd), odd);
}
