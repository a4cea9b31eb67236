#include "operations/live/client.hpp"

#include <algorithm>
#include <utility>

#include "json/writer.hpp"
#include "operations/limits.hpp"

namespace hatang::operations {
namespace {

constexpr std::string_view list_names[] = {"alarms", "work", "assets"};

std::size_t list_of(Topic topic) {
    return static_cast<std::size_t>(topic) - static_cast<std::size_t>(Topic::alarms);
}

void append_list(json::Writer& w, std::string_view name, std::map<std::int64_t, SharedJson>& list) {
    if (list.empty()) return;
    w.key(name).begin_array();
    for (const auto& [id, json] : list) w.raw(*json);
    w.end_array();
    list.clear();
}

}  // namespace

bool Client::wants(const Board::Slot& slot) const {
    const StreamInfo& s = slot.stream;
    return subscription_.has(Topic::values) &&
           subscription_.wants(s.asset_id, s.place.domain, s.place.lon, s.place.lat) &&
           reach_.values.allows(s.place.key());
}

std::vector<std::int64_t> Client::restricted_assets(const Board& board) const {
    std::set<std::int64_t> ids;
    for (std::size_t i = 0; i < wanted_.size(); ++i)
        if (wanted_[i] && board[i].stream.place.sensitivity == security::Sensitivity::restricted)
            ids.insert(board[i].stream.asset_id);
    return {ids.begin(), ids.end()};
}

bool Client::wants_asset(std::int64_t id, const Place& place) const {
    return subscription_.wants(id, place.domain, place.lon, place.lat) && reach_.assets.allows(place.key());
}

const security::Scope& Reach::of(Topic topic) const {
    switch (topic) {
        case Topic::alarms:
            return alarms;
        case Topic::work:
            return work;
        case Topic::assets:
            return assets;
        default:
            return values;
    }
}

void Client::subscribe(Subscription subscription, Reach reach, const Board& board) {
    subscription_ = std::move(subscription);
    reach_ = std::move(reach);
    wanted_.clear();
    pending_.clear();
    values_.clear();
    for (auto& list : waiting_) list.clear();
    kpi_.reset();
    tiles_.clear();
    replan(board);
}

void Client::replan(const Board& board) {
    wanted_.resize(board.size());
    pending_.resize(board.size());
    for (std::size_t i = 0; i < board.size(); ++i) {
        const bool before = wanted_[i];
        wanted_[i] = wants(board[i]);
        if (wanted_[i] && !before && !board[i].row.empty()) value_changed(i);
        if (!wanted_[i] && std::exchange(pending_[i], false)) std::erase(values_, i);
    }
}

void Client::value_changed(std::size_t slot) {
    if (slot >= wanted_.size() || !wanted_[slot] || pending_[slot]) return;
    pending_[slot] = true;
    values_.push_back(slot);
}

void Client::changed(Topic topic, std::int64_t id, SharedJson json) {
    if (subscription_.has(topic)) waiting_[list_of(topic)][id] = std::move(json);
}

void Client::figures(SharedJson kpi) {
    if (subscription_.has(Topic::kpi)) kpi_ = std::move(kpi);
}

void Client::tiles_changed(const std::string& domain, const std::optional<Box>& box) {
    if (!subscription_.has(Topic::tiles) || (box && !subscription_.wants_area(*box))) return;
    if (!subscription_.domains.empty() && !subscription_.domains.contains(domain)) return;
    const auto [found, fresh] = tiles_.try_emplace(domain);
    std::vector<Box>& boxes = found->second;
    if (!box) return boxes.clear();
    if (!fresh && boxes.empty()) return;  // all of it already
    if (boxes.size() < tile_areas_max) return boxes.push_back(*box);
    Box& last = boxes.back();
    last = {std::min(last.west, box->west), std::min(last.south, box->south), std::max(last.east, box->east),
            std::max(last.north, box->north)};
}

void Client::append_tiles(json::Writer& w) {
    if (tiles_.empty()) return;
    w.key("tiles").begin_array();
    for (const auto& [domain, boxes] : tiles_) {
        if (boxes.empty()) w.begin_object().field("domain", domain).end_object();
        for (const Box& b : boxes) {
            w.begin_object().field("domain", domain).key("bbox").begin_array();
            w.value(b.west).value(b.south).value(b.east).value(b.north).end_array().end_object();
        }
    }
    w.end_array();
    tiles_.clear();
}

bool Client::idle() const {
    return values_.empty() && !kpi_ && tiles_.empty() &&
           std::ranges::all_of(waiting_, [](const auto& list) { return list.empty(); });
}

bool Client::overrun() const {
    return std::ranges::any_of(waiting_, [](const auto& list) { return list.size() > waiting_max; });
}

std::string Client::take_values(const Board& board) {
    const std::size_t n = std::min(values_.size(), values_per_message_max);
    std::string rows = "[";
    for (std::size_t i = 0; i < n; ++i) {
        pending_[values_[i]] = false;
        if (i) rows += ',';
        rows += board[values_[i]].row;
    }
    rows += ']';
    values_.erase(values_.begin(), values_.begin() + static_cast<std::ptrdiff_t>(n));
    return rows;
}

std::string Client::take_changes(const Board& board, Part part, std::int64_t cursor, Instant now) {
    json::Writer w;
    w.begin_object().field("type", "changes").field("cursor", cursor).field("at", to_rfc3339(now));
    if (part == Part::all && !values_.empty()) w.raw_field("values", take_values(board));
    const std::size_t lists = part == Part::all ? 3 : 2;
    for (std::size_t i = 0; i < lists; ++i) append_list(w, list_names[i], waiting_[i]);
    if (part == Part::all) append_tiles(w);
    if (part == Part::all && kpi_) w.raw_field("kpi", *std::exchange(kpi_, nullptr));
    return w.end_object().take();
}

std::string Client::take_snapshot(const Board& board, std::int64_t cursor, Instant now,
                                  std::string_view alarms, std::string_view kpi) {
    json::Writer w;
    w.begin_object().field("type", "snapshot").field("cursor", cursor).field("at", to_rfc3339(now));
    w.raw_field("values", take_values(board)).raw_field("alarms", alarms);
    if (!kpi.empty()) w.raw_field("kpi", kpi);
    return w.end_object().take();
}

}  // namespace hatang::operations
