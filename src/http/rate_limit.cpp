#include "http/rate_limit.hpp"

#include <algorithm>
#include <bit>
#include <functional>

#include "base/network.hpp"

namespace hatang::http {
namespace {

constexpr std::int64_t minute_us = 60'000'000;

// The finalizer of splitmix64: neighbouring numbers land in unrelated sets.
std::uint64_t mixed(std::uint64_t x) {
    x ^= x >> 30;
    x *= 0xbf58476d1ce4e5b9;
    x ^= x >> 27;
    x *= 0x94d049bb133111eb;
    return x ^ (x >> 31);
}

}  // namespace

TokenBuckets::TokenBuckets(std::size_t buckets)
    : sets_(std::bit_ceil(std::max(buckets / ways, std::size_t{1}))) {}

std::uint64_t TokenBuckets::key(std::string_view kind, std::string_view who) {
    const std::hash<std::string_view> hash;
    return mixed(mixed(hash(kind)) + hash(who)) | 1;  // 0 is no key
}

int TokenBuckets::take(std::uint64_t key, int per_minute, std::int64_t now_us) {
    auto& set = sets_[(key >> 1) & (sets_.size() - 1)];
    auto place = std::find_if(set.begin(), set.end(), [&](const Bucket& b) { return b.key == key; });
    if (place == set.end()) {
        place = std::min_element(set.begin(), set.end(), [](const Bucket& a, const Bucket& b) {
            return a.full_at_us < b.full_at_us;
        });
        *place = {key, now_us};
    }
    const std::int64_t token_us = minute_us / per_minute;
    const std::int64_t full_at = std::max(place->full_at_us, now_us) + token_us;
    const std::int64_t wait_us = full_at - now_us - minute_us;
    if (wait_us > 0) return static_cast<int>((wait_us + 999'999) / 1'000'000);
    place->full_at_us = full_at;
    return 0;
}

std::string rate_key_of_address(const std::string& address) {
    const auto ip = IpAddress::parse(address);
    if (!ip || ip->is_v4()) return address;
    return {ip->bytes.begin(), ip->bytes.begin() + 8};
}

}  // namespace hatang::http
