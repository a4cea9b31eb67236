// Token buckets in fixed memory. Pure: the caller brings the clock.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace hatang::http {

// A bucket of a key holds `per_minute` tokens and fills evenly within a minute. It is kept as one number, the
// time at which it will be full again (the generic cell rate algorithm of ITU-T I.371): a full bucket needs
// no memory. The table is eight-way associative; a key that finds no place takes that of the fullest bucket
// of its eight, so a flood of new keys lets somebody go on sooner than their due, and never stops anybody who
// has not asked too much.
class TokenBuckets {
  public:
    explicit TokenBuckets(std::size_t buckets);  // rounded up to a power of two
    // Takes one token: 0, or the seconds until there is one, rounded up, and then nothing is taken.
    int take(std::uint64_t key, int per_minute, std::int64_t now_us);
    // Whom a bucket belongs to: a kind of limit ("address", a route id) and its caller.
    static std::uint64_t key(std::string_view kind, std::string_view who);

  private:
    static constexpr std::size_t ways = 8;
    struct Bucket {
        std::uint64_t key = 0;
        std::int64_t full_at_us = 0;
    };
    std::vector<std::array<Bucket, ways>> sets_;
};

// Whose requests are counted together: an IPv4 address, or an IPv6 /64, which is what one household or office
// gets.
std::string rate_key_of_address(const std::string& address);

}  // namespace hatang::http
