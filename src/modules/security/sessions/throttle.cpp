#include "security/sessions/throttle.hpp"

#include <algorithm>

#include "base/error.hpp"
#include "security/limits.hpp"

namespace hatang::security {
CountWindow::CountWindow(int count_max, std::int64_t window_us, std::size_t entries_max)
    : count_max_(count_max), window_us_(window_us), entries_max_(entries_max) {}

std::int64_t CountWindow::wait_s(const std::string& key, Instant now) const {
    const auto found = entries_.find(key);
    if (found == entries_.end() || found->second.count < count_max_) return 0;
    const std::int64_t left = found->second.began + window_us_ - now;
    return left <= 0 ? 0 : (left + kSecond - 1) / kSecond;
}

void CountWindow::add(const std::string& key, Instant now) {
    auto found = entries_.find(key);
    if (found == entries_.end()) {
        if (entries_.size() >= entries_max_) make_room(now);
        found = entries_.emplace(key, Entry{now, 0}).first;
    }
    Entry& entry = found->second;
    if (now - entry.began >= window_us_) entry = {now, 0};
    ++entry.count;
}

void CountWindow::take_back(const std::string& key) {
    const auto found = entries_.find(key);
    if (found != entries_.end() && --found->second.count <= 0) entries_.erase(found);
}

void CountWindow::make_room(Instant now) {
    std::erase_if(entries_, [&](const auto& e) { return now - e.second.began >= window_us_; });
    if (entries_.size() < entries_max_) return;
    entries_.erase(std::min_element(entries_.begin(), entries_.end(), [](const auto& a, const auto& b) {
        return a.second.began < b.second.began;
    }));
}

AddressThrottle::AddressThrottle()
    : window_(limits::failures_per_address_max, limits::throttle_window_us, limits::throttle_entries_max) {}

void AddressThrottle::begin(const std::string& address, Instant now) {
    const std::int64_t wait = window_.wait_s(address, now);
    if (wait > 0) throw Error(Code::too_many_requests, {}, {std::to_string(wait)});
    window_.add(address, now);
}

void AddressThrottle::succeeded(const std::string& address) { window_.take_back(address); }

}  // namespace hatang::security
