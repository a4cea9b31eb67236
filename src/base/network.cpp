#include "base/network.hpp"

#include <arpa/inet.h>

#include <algorithm>
#include <charconv>
#include <cstring>

namespace hatang {
namespace {

constexpr std::size_t mapped_bytes = 12;  // ::ffff:0:0/96

bool bit(const IpAddress& address, int index) {
    return (address.bytes[static_cast<std::size_t>(index / 8)] >> (7 - index % 8)) & 1;
}

}  // namespace

std::optional<IpAddress> IpAddress::parse(std::string_view text) {
    char buffer[INET6_ADDRSTRLEN];
    if (text.empty() || text.size() >= sizeof buffer || text.find('\0') != text.npos) return {};
    std::memcpy(buffer, text.data(), text.size());
    buffer[text.size()] = '\0';
    std::uint8_t four[4];
    if (inet_pton(AF_INET, buffer, four) == 1) return v4(four[0], four[1], four[2], four[3]);
    IpAddress out;
    if (inet_pton(AF_INET6, buffer, out.bytes.data()) == 1) return out;
    return {};
}

IpAddress IpAddress::v4(std::uint8_t a, std::uint8_t b, std::uint8_t c, std::uint8_t d) {
    return {{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, a, b, c, d}};
}

bool IpAddress::is_v4() const {
    return std::all_of(bytes.begin(), bytes.begin() + 10, [](std::uint8_t b) { return b == 0; }) &&
           bytes[10] == 0xff && bytes[11] == 0xff;
}

std::string IpAddress::text() const {
    char buffer[INET6_ADDRSTRLEN];
    if (is_v4()) return inet_ntop(AF_INET, bytes.data() + mapped_bytes, buffer, sizeof buffer);
    return inet_ntop(AF_INET6, bytes.data(), buffer, sizeof buffer);
}

std::optional<Network> Network::parse(std::string_view text) {
    const std::size_t slash = text.find('/');
    const auto address = IpAddress::parse(text.substr(0, slash));
    if (!address) return {};
    Network out;
    out.base_ = *address;
    if (slash == text.npos) return out;
    // The mapped spelling ("::ffff:10.0.0.0/104") counts its prefix in 128 bits.
    const bool short_form = address->is_v4() && text.find(':') == text.npos;
    const std::string_view digits = text.substr(slash + 1);
    int prefix = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), prefix);
    if (digits.empty() || error != std::errc() || end != digits.data() + digits.size() || prefix < 0 ||
        prefix > (short_form ? 32 : 128))
        return {};
    out.prefix_ = short_form ? prefix + 96 : prefix;
    if (address->is_v4() && out.prefix_ < 96) return {};
    for (int i = out.prefix_; i < 128; ++i)
        if (bit(out.base_, i)) return {};
    return out;
}

bool Network::contains(const IpAddress& address) const {
    if (address.is_v4() != base_.is_v4()) return false;
    for (int i = 0; i < prefix_; ++i)
        if (bit(address, i) != bit(base_, i)) return false;
    return true;
}

std::string Network::text() const {
    return base_.text() + "/" + std::to_string(base_.is_v4() ? prefix_ - 96 : prefix_);
}

bool is_public(const IpAddress& address) {
    static const auto networks = [] {
        constexpr std::string_view special[] = {
            "0.0.0.0/8",     "10.0.0.0/8",      "100.64.0.0/10",  "127.0.0.0/8",    "169.254.0.0/16",
            "172.16.0.0/12", "192.0.0.0/24",    "192.0.2.0/24",   "192.88.99.0/24", "192.168.0.0/16",
            "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4",    "240.0.0.0/4",
            "64:ff9b::/96",  "64:ff9b:1::/48",  "100::/64",       "2001::/23",      "2001:db8::/32",
            "2002::/16",     "3fff::/20"};
        std::array<Network, std::size(special)> out;
        std::transform(std::begin(special), std::end(special), out.begin(),
                       [](std::string_view text) { return *Network::parse(text); });
        return out;
    }();
    // Of IPv6 only 2000::/3 has ever been given out as global unicast.
    if (!address.is_v4() && (address.bytes[0] & 0xe0) != 0x20) return false;
    return std::none_of(networks.begin(), networks.end(),
                        [&](const Network& n) { return n.contains(address); });
}

}  // namespace hatang
