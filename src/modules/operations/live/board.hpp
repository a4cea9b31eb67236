// The latest value of every datastream, ready to send: each changed value is written as JSON once, however
// many clients get it. Pure.
#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <vector>

#include "base/id_index.hpp"
#include "base/time.hpp"
#include "security/api.hpp"

namespace hatang::operations {

// Where an asset lies, and what decides who may see it.
struct Place {
    std::string domain;
    std::optional<double> lon, lat;
    std::optional<std::int64_t> owner_id = {}, operator_id = {};
    std::string ward_code = {}, class_key = {};
    security::Sensitivity sensitivity = security::Sensitivity::internal;
    security::AssetKey key() const {
        return {owner_id, operator_id, ward_code, domain, class_key, sensitivity};
    }
};

struct StreamInfo {
    std::int64_t datastream_id = 0, sensor_id = 0, asset_id = 0;  // asset 0: none
    std::optional<double> interval_s;
    Place place;  // of the asset
};

struct LastValue {
    std::int64_t datastream_id = 0;
    Instant t;
    double value = 0;
    int quality = 0;  // 0 good, 1 uncertain, 2 bad
};

class Board {
  public:
    struct alignas(64) Slot {
        // What each value touches stands together.
        std::optional<LastValue> last;
        std::int64_t stale_after_us = 0;  // 0: never
        bool stale = false, dirty = false;
        std::size_t index = 0;  // its own
        StreamInfo stream;
        std::string row;  // [datastream,asset,t_ms,value,quality,stale]
    };

    // Takes up the streams as they are now. A slot keeps its index for ever.
    void plan(std::vector<StreamInfo>);
    void move_asset(std::int64_t asset_id, const Place&);
    // A value older than the last one is not the latest and is left out.
    void update(const LastValue&, Instant now);
    // Marks what has become stale.
    void sweep(Instant now);
    // The slots that changed since the last call, with their rows written.
    const std::vector<std::size_t>& take_changed(Instant now);
    // When the oldest of the changes waiting was made.
    std::optional<Instant> waiting_since() const { return waiting_since_; }

    const Slot& operator[](std::size_t index) const { return slots_[index]; }
    std::size_t size() const { return slots_.size(); }
    // Sensors in the scope with at least one value that is not stale.
    std::int64_t fresh_sensors(const security::Scope&) const;

  private:
    void mark(Slot&, Instant now);

    std::deque<Slot> slots_;  // their addresses stay good
    IdIndex<Slot> by_id_;
    std::vector<std::size_t> dirty_, taken_;
    std::optional<Instant> waiting_since_;
};

}  // namespace hatang::operations
