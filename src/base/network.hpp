// IP addresses and networks (CIDR). IPv4 is kept as its IPv4-mapped form, so that ::ffff:10.0.0.1
// and 10.0.0.1 are one address and no filter can be walked around by writing the other.
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace hatang {

struct IpAddress {
    std::array<std::uint8_t, 16> bytes{};  // network order

    // "192.0.2.1" (four decimal parts, no leading zeros), "2001:db8::1". Nothing for all else: host names,
    // octal or hexadecimal parts, zones.
    static std::optional<IpAddress> parse(std::string_view);
    static IpAddress v4(std::uint8_t a, std::uint8_t b, std::uint8_t c, std::uint8_t d);
    bool is_v4() const;
    std::string text() const;  // RFC 5952; IPv4 with dots
    auto operator<=>(const IpAddress&) const = default;
};

class Network {
  public:
    // "10.0.0.0/8", "fd00::/8", or one address. Nothing when bits right of the prefix are set: such a line is
    // more often a slip than a wish.
    static std::optional<Network> parse(std::string_view);
    // An IPv6 network never holds an IPv4 address, nor the other way round.
    bool contains(const IpAddress&) const;
    std::string text() const;
    bool operator==(const Network&) const = default;

  private:
    IpAddress base_;
    int prefix_ = 128;  // bits of the 128-bit form
};

// Whether the Internet at large routes to the address: not loopback, private, shared (RFC 6598), link-local
// (cloud metadata lives there), multicast, documentation, reserved, or a form of IPv6 that carries an IPv4
// address of unknown destination (6to4, Teredo, NAT64). Source: the IANA special-purpose address registries.
bool is_public(const IpAddress&);

}  // namespace hatang
