#include "security/audit/siem.hpp"

#include <doctest/doctest.h>

using namespace hatang;
using namespace hatang::security;

TEST_CASE("the address of a SIEM") {
    struct Case {
        const char *url, *host, *port;
        bool tls;
    };
    for (const Case& c :
         {Case{"tls://siem.hanoi.vn", "siem.hanoi.vn", "6514", true},
          Case{"tls://siem:7000", "siem", "7000", true},
          Case{"tcp://127.0.0.1:5514", "127.0.0.1", "5514", false}, Case{"tls://[::1]:99", "::1", "99", true},
          Case{"tls://[::1]", "::1", "6514", true}}) {
        const auto got = parse_siem(c.url);
        REQUIRE(got);
        CHECK(got->host == c.host);
        CHECK(got->port == c.port);
        CHECK(got->tls == c.tls);
    }
    for (const char* bad : {"", "siem", "http://siem:1", "tls://", "tls://:1", "tcp://siem", "tls://siem:x",
                            "tls://siem:123456", "tls://user@siem", "tls://siem/x"})
        CHECK_MESSAGE(!parse_siem(bad), bad);
}

TEST_CASE("octet counting counts bytes") { CHECK(siem_frame("đủ") == "5 đủ"); }
