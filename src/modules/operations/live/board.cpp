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
        const auto [found, fresh] = index_.try_emplace(stream.datastream_id, slots_.size());
        if (fresh) slots_.emplace_back();
        Slot& slot = slots_[found->second];
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

void Board::mark(std::size_t index, Instant now) {
    if (std::exchange(slots_[index].dirty, true)) return;
    dirty_.push_back(index);
    if (!waiting_since_) waiting_since_ = now;
}

void Board::update(const LastValue& value, Instant now) {
    const auto found = index_.find(value.datastream_id);
    if (found == index_.end()) return;
    Slot& slot = slots_[found->second];
    if (slot.last && slot.last->t > value.t) return;
    slot.last = value;
    slot.stale = is_stale(slot, now);
    mark(found->second, now);
}

void Board::sweep(Instant now) {
    for (std::size_t i = 0; i < slots_.size(); ++i) {
        Slot& slot = slots_[i];
        if (!slot.last || slot.stale == is_stale(slot, now)) continue;
        slot.stale = !slot.stale;
        mark(i, now);
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
