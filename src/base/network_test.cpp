#include "base/network.hpp"

#include <doctest/doctest.h>

using namespace hatang;

namespace {

bool in(std::string_view network, std::string_view address) {
    return Network::parse(network).value().contains(IpAddress::parse(address).value());
}

}  // namespace

TEST_CASE("addresses are read strictly") {
    CHECK(IpAddress::parse("192.0.2.1")->text() == "192.0.2.1");
    CHECK(IpAddress::parse("2001:DB8:0:0::1")->text() == "2001:db8::1");
    CHECK(IpAddress::parse("::ffff:10.1.2.3") == IpAddress::v4(10, 1, 2, 3));
    CHECK(IpAddress::parse("::ffff:0a01:0203")->text() == "10.1.2.3");
    for (const char* odd : {"", "localhost", "127.1", "0x7f.0.0.1", "0177.0.0.1", "2130706433", "127.0.0.1 ",
                            "1.2.3", "1.2.3.4.5", "1.2.3.256", "fe80::1%eth0", "[::1]", ":::", "1.2.3.4/8"})
        CHECK_MESSAGE(!IpAddress::parse(odd), odd);
    CHECK(!IpAddress::parse(std::string_view("1.2.3.4\0", 8)));
}

TEST_CASE("a network holds its own family only") {
    CHECK(in("10.0.0.0/8", "10.255.0.1"));
    CHECK(!in("10.0.0.0/8", "11.0.0.0"));
    CHECK(in("10.0.0.0/8", "::ffff:10.0.0.1"));
    CHECK(in("::ffff:10.0.0.0/104", "10.9.9.9"));
    CHECK(in("0.0.0.0/0", "203.0.113.9"));
    CHECK(!in("::/0", "203.0.113.9"));
    CHECK(!in("0.0.0.0/0", "2001:db8::1"));
    CHECK(in("2001:db8::/33", "2001:db8:7fff::1"));
    CHECK(!in("2001:db8::/33", "2001:db8:8000::1"));
    CHECK(in("::1", "::1"));
    CHECK(!in("::1", "::2"));
    CHECK(in("192.0.2.7", "192.0.2.7"));
    CHECK(Network::parse("10.0.0.0/8")->text() == "10.0.0.0/8");
    CHECK(Network::parse("fd00::/8")->text() == "fd00::/8");
}

TEST_CASE("malformed networks are refused") {
    for (const char* odd :
         {"", "/8", "10.0.0.0/", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/8x", "10.0.0.1/8", "::/129",
          "fd00::1/8", "::ffff:10.0.0.0/8", "example.vn/8", "10.0.0.0/ 8", "10.0.0.0/8/8"})
        CHECK_MESSAGE(!Network::parse(odd), odd);
}

TEST_CASE("what the Internet routes to") {
    for (const char* inside : {"127.0.0.1",
                               "127.255.255.254",
                               "0.0.0.0",
                               "10.0.0.1",
                               "172.16.0.1",
                               "172.31.255.255",
                               "192.168.1.1",
                               "169.254.169.254",
                               "100.64.0.1",
                               "100.100.100.200",
                               "224.0.0.1",
                               "255.255.255.255",
                               "192.0.2.1",
                               "198.18.0.1",
                               "::",
                               "::1",
                               "::ffff:127.0.0.1",
                               "::127.0.0.1",
                               "fe80::1",
                               "fc00::1",
                               "fd00:ec2::254",
                               "ff02::1",
                               "64:ff9b::7f00:1",
                               "2002:7f00:1::",
                               "2001:0:1::1",
                               "2001:db8::1",
                               "fec0::1",
                               "::ffff:0:127.0.0.1"})
        CHECK_MESSAGE(!is_public(IpAddress::parse(inside).value()), inside);
    for (const char* outside :
         {"1.1.1.1", "172.32.0.1", "100.128.0.1", "203.162.0.1", "2405:4800::1", "2606:4700::1111"})
        CHECK_MESSAGE(is_public(IpAddress::parse(outside).value()), outside);
}
