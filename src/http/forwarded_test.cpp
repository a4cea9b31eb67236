#include "http/forwarded.hpp"

#include <doctest/doctest.h>

using namespace hatang;
using namespace hatang::http;

namespace {

const std::vector<Network> proxies{*Network::parse("10.0.0.0/8"), *Network::parse("fd00::/8")};

Sender sender(std::string peer, std::vector<std::pair<std::string, std::string>> headers, bool tls = false) {
    Request request;
    request.headers = std::move(headers);
    return sender_of(request, peer, tls, proxies);
}

}  // namespace

TEST_CASE("nobody but a trusted proxy is believed") {
    const Sender s =
        sender("203.0.113.5", {{"X-Forwarded-For", "198.51.100.1"}, {"X-Forwarded-Proto", "https"}});
    CHECK(s.address == "203.0.113.5");
    CHECK(!s.secure);
    CHECK(sender("203.0.113.5", {{"X-Forwarded-Proto", "http"}}, true).secure);
    CHECK(sender("::ffff:203.0.113.5", {}).address == "203.0.113.5");
    CHECK(sender("", {}).address == "");
}

TEST_CASE("the rightmost hop that is not trusted is the sender") {
    CHECK(sender("10.0.0.1", {{"X-Forwarded-For", "198.51.100.1"}}).address == "198.51.100.1");
    CHECK(sender("10.0.0.1", {{"X-Forwarded-For", "1.1.1.1, 198.51.100.1, 10.0.0.2"}}).address ==
          "198.51.100.1");
    CHECK(sender("10.0.0.1", {{"x-forwarded-for", "1.1.1.1"}, {"X-Forwarded-For", "198.51.100.1"}}).address ==
          "198.51.100.1");
    CHECK(sender("fd00::1", {{"X-Forwarded-For", "[2001:db8::9]:443"}}).address == "2001:db8::9");
    CHECK(sender("10.0.0.1", {{"X-Forwarded-For", "198.51.100.1:5000"}}).address == "198.51.100.1");
    CHECK(sender("10.0.0.1", {{"X-Forwarded-For", "10.0.0.3, 10.0.0.2"}}).address == "10.0.0.3");
    CHECK(sender("10.0.0.1", {}).address == "10.0.0.1");
}

TEST_CASE("a hop that is no address ends the walk at the proxy that wrote it") {
    CHECK(sender("10.0.0.1", {{"X-Forwarded-For", "198.51.100.1, unknown"}}).address == "10.0.0.1");
    CHECK(sender("10.0.0.1", {{"X-Forwarded-For", "198.51.100.1, [::1"}}).address == "10.0.0.1");
    CHECK(sender("10.0.0.1", {{"X-Forwarded-For", "198.51.100.1, 0x7f.1"}}).address == "10.0.0.1");
}

TEST_CASE("the protocol is the word of the nearest proxy") {
    CHECK(sender("10.0.0.1", {{"X-Forwarded-Proto", "https"}}).secure);
    CHECK(sender("10.0.0.1", {{"X-Forwarded-Proto", "http, https"}}).secure);
    CHECK(!sender("10.0.0.1", {{"X-Forwarded-Proto", "https, http"}}).secure);
    CHECK(!sender("10.0.0.1", {{"X-Forwarded-Proto", "http"}}, true).secure);
}
