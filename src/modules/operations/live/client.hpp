// What one client still has to get: of each thing the latest only, so a slow reader costs no more than a fast
// one. Pure.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "json/writer.hpp"
#include "operations/live/board.hpp"
#include "operations/live/subscription.hpp"

namespace hatang::operations {

using SharedJson = std::shared_ptr<const std::string>;

// What a client may see, topic by topic.
struct Reach {
    security::Scope values, alarms, work, assets;
    const security::Scope& of(Topic) const;
};

class Client {
  public:
    // Begins anew. Every known value that passes the filter and lies in reach waits to be sent.
    void subscribe(Subscription, Reach, const Board&);
    // The board has new streams or places.
    void replan(const Board&);
    const Subscription& subscription() const { return subscription_; }
    const Reach& reach() const { return reach_; }
    // The restricted assets whose values it gets.
    std::vector<std::int64_t> restricted_assets(const Board&) const;
    // Whether a changed asset is for this client.
    bool wants_asset(std::int64_t id, const Place&) const;

    void value_changed(std::size_t slot);
    // Alarm, work order or asset `id`, as JSON; those of topics that are not subscribed are dropped.
    void changed(Topic, std::int64_t id, SharedJson);
    void figures(SharedJson kpi);
    // Tiles of a domain have changed inside of the box; without one, all of them.
    void tiles_changed(const std::string& domain, const std::optional<Box>&);

    bool urgent() const { return !waiting_[0].empty() || !waiting_[1].empty(); }
    bool idle() const;
    // More waits than a client is kept for: it must start anew.
    bool overrun() const;

    enum class Part { all, urgent };
    // {"type":"changes",…}; what it holds no longer waits. At most values_per_message_max values.
    std::string take_changes(const Board&, Part, std::int64_t cursor, Instant now);
    // {"type":"snapshot",…} with the values that wait.
    std::string take_snapshot(const Board&, std::int64_t cursor, Instant now, std::string_view alarms,
                              std::string_view kpi);

  private:
    bool wants(const Board::Slot&) const;
    std::string take_values(const Board&);
    void append_tiles(json::Writer&);

    Subscription subscription_;
    Reach reach_;
    std::vector<char> wanted_, pending_;             // by slot
    std::vector<std::size_t> values_;                // slots that wait, oldest first
    std::map<std::int64_t, SharedJson> waiting_[3];  // alarms, work, assets
    SharedJson kpi_;
    std::map<std::string, std::vector<Box>, std::less<>> tiles_;  // by domain; no boxes: all of it
};

}  // namespace hatang::operations
