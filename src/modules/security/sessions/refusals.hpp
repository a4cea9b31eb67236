// Counts of refused sign-ins between two writes to the database: a flood of guesses costs a few rows, not a
// write each. Bounded memory; loop thread. Pure.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include "base/time.hpp"

namespace hatang::security {

class Refusals {
  public:
    // `apart_max`: of one hour, so many accounts, addresses and codes are counted apart; the rest has no
    // address.
    explicit Refusals(std::size_t apart_max) : apart_max_(apart_max) {}
    void add(std::optional<std::int64_t> account_id, std::string address, std::string code, Instant now);
    struct Count {
        std::optional<std::int64_t> account_id;
        std::string address, code;
        std::int64_t count = 0;
    };
    // What came since the last call.
    std::vector<Count> take();

  private:
    using Key = std::tuple<std::optional<std::int64_t>, std::string, std::string>;
    std::size_t apart_max_;
    std::int64_t hour_ = 0;
    std::map<Key, std::int64_t> counts_;  // 0: known in this hour, nothing new
};

}  // namespace hatang::security
