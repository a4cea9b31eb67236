// How many features there are and where: counted once for each question and kept until the register changes.
// Each scope has its own figures: what somebody may not read is in no count and no extent.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <unordered_map>

#include "db/pool.hpp"
#include "db/where.hpp"
#include "security/api.hpp"

namespace hatang::registry {

struct Extent {
    std::int64_t features = 0;
    std::optional<double> west, south, east, north;  // nothing: no feature has a place
    std::optional<Instant> begin;
};
using Extents =
    std::map<std::string, Extent, std::less<>>;  // by class; a class without features is not in it

class Totals {
  public:
    explicit Totals(db::Pool& pool) : pool_(pool) {}

    // Something in the register has changed: after each commit of this node, and when events of others
    // arrive.
    void forget() { ++state_; }

    // Rows of `registry.asset a` that fit, counted up to `most`; nothing when there are more.
    task<std::optional<std::int64_t>> count(std::string source, db::Where, std::int64_t most);
    // What the planner believes.
    task<std::int64_t> estimate(std::string source, db::Where);
    task<std::shared_ptr<const Extents>> extents(security::Scope);

  private:
    struct Count {
        std::uint64_t state;
        std::int64_t rows;
    };
    struct Places {
        std::uint64_t state;
        std::shared_ptr<const Extents> extents;
    };
    db::Pool& pool_;
    std::uint64_t state_ = 0;
    std::unordered_map<std::string, Count> counts_;
    std::unordered_map<std::string, Places> places_;
};

}  // namespace hatang::registry
