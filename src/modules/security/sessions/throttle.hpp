// Slows down guessing: counts sign-ins in a window and refuses when too many have failed. Bounded memory;
// loop thread.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>

#include "base/time.hpp"

namespace hatang::security {

// Counts by key in windows that begin with the first count. When full, forgets ended windows, then the
// oldest.
class CountWindow {
  public:
    CountWindow(int count_max, std::int64_t window_us, std::size_t entries_max);
    // Seconds until the key is free, rounded up; 0 when it is free now.
    std::int64_t wait_s(const std::string& key, Instant now) const;
    void add(const std::string& key, Instant now);
    void take_back(const std::string& key);
    std::size_t size() const { return entries_.size(); }

  private:
    struct Entry {
        Instant began;
        int count = 0;
    };
    void make_room(Instant now);

    int count_max_;
    std::int64_t window_us_;
    std::size_t entries_max_;
    std::unordered_map<std::string, Entry> entries_;
};

// Counts by address.
class AddressThrottle {
  public:
    AddressThrottle();
    // Counts an attempt as failed before its password is read, so that parallel guesses count too. Throws
    // too_many_requests, and then does not count.
    void begin(const std::string& address, Instant now);
    // The attempt was right after all.
    void succeeded(const std::string& address);

  private:
    CountWindow window_;
};

}  // namespace hatang::security
