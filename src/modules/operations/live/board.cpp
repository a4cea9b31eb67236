#include "operations/live/board.hpp"

#include <algorithm>
#include <unordered_set>
#include <utility>

#include "json/writer.hpp"
#include "operations/limits.hpp"

namespace hatang::operations {
namespace {

bool is_stale(const Board::Slot& slot, Instant now) {
    return slot.stale_after_us > 0 && now - slot.last->t > slot.stale_after_us;
}

std::string row_of(const Board::Slot& slot) {
    json::Writer w;
    w.begin_array().value(slot.stream.datastream_id);
    if (slot.stream.asset_id)
        w.value(slot.stream.asset_id);
    else
        w.null();
    w.value(slot.last->t.us / kMillisecond)
        .value(slot.last->value)
        .value(slot.last->quality)
        .value(slot.stale ? 1 : 0);
    return w.end_array().take();
}

}  // namespace

void Board::plan(std::vector<StreamInfo> streams) {
    for (StreamInfo& stream : streams) {
        Slot* const known = by_id_.find(stream.datastream_id);
        Slot& slot = known ? *known : slots_.emplace_back();
        if (!known) {
            slot.index = slots_.size() - 1;
            by_id_.put(stream.datastream_id, &slot);
        }
        slot.stale_after_us = 0;
        if (stream.interval_s) {
            const double interval_s = std::min(*stream.interval_s, static_cast<double>(kDay));
            const auto interval_us = static_cast<std::int64_t>(interval_s * static_cast<double>(kSecond));
            slot.stale_after_us = std::max(stale_least_us, stale_intervals * interval_us);
        }
        slot.stream = std::move(stream);
    }
}

void Board::move_asset(std::int64_t asset_id, const Place& place) {
    for (Slot& slot : slots_)
        if (slot.stream.asset_id == asset_id) slot.stream.place = place;
}

void Board::mark(Slot& slot, Instant now) {
    if (std::exchange(slot.dirty, true)) return;
    dirty_.push_back(slot.index);
    if (!waiting_since_) waiting_since_ = now;
}

void Board::update(const LastValue& value, Instant now) {
    Slot* const slot = by_id_.find(value.datastream_id);
    if (!slot || (slot->last && slot->last->t > value.t)) return;
    slot->last = value;
    slot->stale = is_stale(*slot, now);
    mark(*slot, now);
}

void Board::sweep(Instant now) {
    for (Slot& slot : slots_) {
        if (!slot.last || slot.stale == is_stale(slot, now)) continue;
        slot.stale = !slot.stale;
        mark(slot, now);
    }
}

const std::vector<std::size_t>& Board::take_changed(Instant now) {
    taken_.swap(dirty_);
    dirty_.clear();
    waiting_since_.reset();
    for (const std::size_t i : taken_) {
        Slot& slot = slots_[i];
        slot.dirty = false;
        slot.stale = is_stale(slot, now);
        slot.row = row_of(slot);
    }
    return taken_;
}

std::int64_t Board::fresh_sensors(const security::Scope& scope) const {
    std::unordered_set<std::int64_t> sensors;
    for (const Slot& slot : slots_)
        if (slot.last && !slot.stale && scope.allows(slot.stream.place.key()))
            sensors.insert(slot.stream.sensor_id);
    return static_cast<std::int64_t>(sensors.size());
}

}  // namespace hatang::operations
