// Which outbox rows have been handed out. Ids are taken in order but become visible when their transactions
// commit, so a lower id may appear after a higher one, or never (rollback). Pure: no I/O, no clock.
#pragma once

#include <cstdint>
#include <map>
#include <vector>

namespace hatang::events {

class Sequence {
  public:
    // Everything up to `id` counts as handed out.
    void start(std::int64_t id) { top_ = id; }

    // True when this id is to be handed out now. Ids that were jumped over become gaps. `xmax`: first
    // transaction number not yet given out in the snapshot that showed the id; whoever holds a gap has a
    // lower one.
    bool take(std::int64_t id, std::int64_t xmax) {
        if (id <= top_) return gaps_.erase(id) > 0;
        for (std::int64_t missing = top_ + 1; missing < id; ++missing) gaps_.emplace(missing, xmax);
        top_ = id;
        return true;
    }

    // After a complete read in a snapshot where every transaction below `xmin` has ended: the gaps of those
    // that did not show will never come.
    void settle(std::int64_t xmin) {
        std::erase_if(gaps_, [&](const auto& gap) { return gap.second <= xmin; });
    }

    std::int64_t top() const { return top_; }
    std::vector<std::int64_t> gaps() const {
        std::vector<std::int64_t> ids;
        for (const auto& [id, xmax] : gaps_) ids.push_back(id);
        return ids;
    }
    // Every event up to here has been handed out or will never come.
    std::int64_t complete_to() const { return gaps_.empty() ? top_ : gaps_.begin()->first - 1; }

  private:
    std::int64_t top_ = 0;
    std::map<std::int64_t, std::int64_t> gaps_;  // missing id → xmax when it was noticed
};

}  // namespace hatang::events
