#include "maps/store/layer_store.hpp"

#include <chrono>

#include "base/log.hpp"
#include "maps/limits.hpp"
#include "maps/store/rows.hpp"
#include "maps/tiles/queries.hpp"

namespace hatang::maps {
namespace {

// What a feature takes while a layer is read.
std::size_t row_bytes(const Feature& f) { return 64 + f.name.size() + f.shape.packed.size(); }

}  // namespace

LayerStore::LayerStore(Platform& platform, std::size_t bytes_max)
    : platform_(platform), bytes_max_(bytes_max), woken_(platform.loop), ended_(platform.loop) {
    Metrics& m = platform.metrics;
    m.describe("hatang_map_store_features", "Assets in memory, ready to be drawn");
    m.describe("hatang_map_store_bytes", "Memory that they take");
    m.describe("hatang_map_store_bytes_per_million", "Memory that a million of them would take");
    m.describe("hatang_map_store_missing", "Domains whose tiles come from PostGIS now");
    m.gauge("hatang_map_store_features", [this] { return static_cast<double>(features()); });
    m.gauge("hatang_map_store_bytes", [this] { return static_cast<double>(bytes()); });
    m.gauge("hatang_map_store_bytes_per_million", [this] {
        const auto n = static_cast<double>(features());
        return n == 0 ? 0 : static_cast<double>(bytes()) / n * 1e6;
    });
    m.gauge("hatang_map_store_missing", [this] {
        return static_cast<double>(
            std::ranges::count_if(entries_, [](const auto& e) { return !e.second.layer; }));
    });
}

std::size_t LayerStore::bytes() const {
    std::size_t sum = 0;
    for (const auto& [domain, entry] : entries_) sum += entry.layer ? entry.layer->bytes() : 0;
    return sum;
}

std::size_t LayerStore::features() const {
    std::size_t sum = 0;
    for (const auto& [domain, entry] : entries_) sum += entry.layer ? entry.layer->size() : 0;
    return sum;
}

std::shared_ptr<const Layer> LayerStore::layer(std::string_view domain) const {
    const auto found = entries_.find(domain);
    return found == entries_.end() ? nullptr : found->second.layer;
}

void LayerStore::tell(const LayerNews& news) const {
    for (const auto& listener : listeners_) listener(news);
}

void LayerStore::follow_changes() {
    platform_.events.subscribe("asset.", [this](const events::Event& event) { on_event(event); });
}

// "asset.changed" has an id, "asset.imported" has ids; both name the domain.
void LayerStore::on_event(const events::Event& event) {
    const json::Document document = json::parse(event.payload);
    const auto domain_value = document.root().find("domain");
    if (!domain_value) return;
    const std::string domain(domain_value->text("/domain"));
    // A changed ward moves works of every domain into other wards, and with that out of some scopes.
    if (domain == "administrative") return read_all_anew();
    const auto found = entries_.find(domain);
    if (found == entries_.end()) return tell({domain, true});
    Entry& entry = found->second;
    if (entry.too_large) return tell({domain, true});
    if (const auto id = document.root().find("id"))
        entry.changed.insert(id->integer("/id"));
    else if (const auto ids = document.root().find("ids"))
        for (const json::Value one : ids->items("/ids")) entry.changed.insert(one.integer("/ids"));
    else
        entry.to_read = true;
    if (entry.to_read) entry.layer = nullptr;
    // What comes from PostGIS shows the change from now on.
    if (!entry.layer) tell({domain, true});
    woken_.notify_all();
}

void LayerStore::read_all_anew() {
    for (auto& [domain, entry] : entries_) {
        entry.layer = nullptr;
        entry.to_read = true;
        tell({domain, true});
    }
    woken_.notify_all();
}

void LayerStore::start(const std::vector<std::string>& domains) {
    for (const std::string& domain : domains) entries_[domain];
    started_ = running_ = true;
    platform_.loop.spawn(run(), "maps.store");
}

task<void> LayerStore::stop() {
    stopping_ = true;
    woken_.notify_all();
    while (running_) co_await ended_.wait();
}

task<void> LayerStore::run() {
    while (!stopping_) {
        std::string domain;
        bool to_read = false, failed = false;
        for (const auto& [key, entry] : entries_) {
            if (!entry.to_read && (entry.changed.empty() || !entry.layer)) continue;
            domain = key;
            to_read = entry.to_read;
            if (!to_read) break;  // changes go before domains not read yet
        }
        if (domain.empty()) {
            co_await woken_.wait();
            continue;
        }
        try {
            if (to_read)
                co_await read(domain);
            else
                co_await take_up(domain);
        } catch (const std::exception& e) {
            failed = true;
            if (!stopping_) log::error("maps.store_failed", {{"domain", domain}, {"error", e.what()}});
        }
        if (failed && !stopping_) co_await woken_.wait_for(limits::store_retry);
    }
    running_ = false;
    ended_.notify_all();
}

task<void> LayerStore::read(std::string domain) {
    Entry& entry = entries_[domain];
    const auto begun = std::chrono::steady_clock::now();
    entry.to_read = entry.too_large = false;
    entry.changed.clear();  // the rows are read after these changes
    std::vector<Feature> features;
    std::size_t taken = 0;
    std::int64_t last = 0;
    std::exception_ptr broken;
    try {
        for (bool more = true; more && !stopping_ && !entry.to_read;) {
            const db::Rows rows =
                co_await platform_.db.run(sql::features_of_domain, domain, last, limits::store_rows);
            const auto add = [&] {
                for (const db::Row row : rows) {
                    last = row.integer("id");
                    std::optional<Feature> feature = feature_of(row, groups_);
                    if (!feature) continue;
                    taken += row_bytes(*feature);
                    features.push_back(*std::move(feature));
                }
            };
            co_await platform_.loop.blocking(add);
            more = rows.size() == limits::store_rows;
            if (bytes() + taken <= bytes_max_) continue;
            entry.too_large = true;
            log::warn("maps.store_full",
                      {{"domain", domain}, {"bytes_max", static_cast<std::int64_t>(bytes_max_)}});
            co_return;
        }
        if (stopping_ || entry.to_read) co_return;  // begun anew meanwhile
        const auto pack = [&] { return Layer::pack(std::move(features), groups_.size()); };
        const std::shared_ptr<const Layer> layer = co_await platform_.loop.blocking(pack);
        if (entry.to_read) co_return;
        entry.layer = layer;
    } catch (...) {
        broken = std::current_exception();
    }
    if (broken) {
        entry.to_read = true;
        std::rethrow_exception(broken);
    }
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begun;
    log::info("maps.layer_read", {{"domain", domain},
                                  {"features", static_cast<std::int64_t>(entry.layer->size())},
                                  {"bytes", static_cast<std::int64_t>(entry.layer->bytes())},
                                  {"seconds", took.count()}});
}

task<void> LayerStore::take_up(std::string domain) {
    Entry& entry = entries_[domain];
    std::vector<std::int64_t> ids;
    while (!entry.changed.empty() && ids.size() < limits::store_changes)
        ids.push_back(entry.changed.extract(entry.changed.begin()).value());
    std::exception_ptr broken;
    try {
        const db::Rows rows = co_await platform_.db.run(sql::features_by_id, ids);
        const std::shared_ptr<const Layer> old = entry.layer;
        if (!old) co_return;  // read anew meanwhile: that holds the changes
        LayerNews news{domain};
        const auto renew = [&] {
            std::map<std::int64_t, std::shared_ptr<const Feature>> found;
            for (const db::Row row : rows)
                if (auto feature = feature_of(row, groups_))
                    found[feature->id] = std::make_shared<const Feature>(*std::move(feature));
            std::vector<Layer::Change> changes;
            for (const std::int64_t id : ids) {
                const auto before = old->find(id);
                const auto now = found.find(id);
                changes.push_back({id, now == found.end() ? nullptr : now->second});
                LayerNews::Change change;
                if (before) change.before = before->group, change.box_before = before->box;
                if (now != found.end())
                    change.now = now->second->group, change.box_now = now->second->shape.box;
                if (change.before || change.now) news.changes.push_back(change);
            }
            const std::shared_ptr<const Layer> next = old->with(changes, groups_.size());
            return next->wants_repacking() ? next->repacked() : next;
        };
        const std::shared_ptr<const Layer> next = co_await platform_.loop.blocking(renew);
        if (entry.layer != old) co_return;
        entry.layer = next;
        tell(news);
    } catch (...) {
        broken = std::current_exception();
    }
    if (!broken) co_return;
    entry.changed.insert(ids.begin(), ids.end());
    std::rethrow_exception(broken);
}

}  // namespace hatang::maps
