#include "maps/tiles/tile_source.hpp"

#include "base/text.hpp"
#include "json/value.hpp"
#include "maps/limits.hpp"
#include "maps/tiles/queries.hpp"

namespace hatang::maps {

struct TileSource::Flight {
    explicit Flight(Loop& loop) : landed(loop) {}
    Signal landed;
    std::shared_ptr<const Tile> tile;
    std::exception_ptr failed;
    bool done = false;
};

TileSource::TileSource(Platform& platform) : platform_(platform), cache_(limits::cache_bytes_max) {
    platform.metrics.describe("hatang_tiles_total", "Vector tiles answered, by where they came from");
    platform.metrics.gauge("hatang_tile_cache_bytes", [this] { return static_cast<double>(cache_.bytes()); });
}

void TileSource::follow_changes() {
    // "asset.changed" and "asset.imported" both name the domain.
    platform_.events.subscribe("asset.", [this](const events::Event& event) {
        const json::Document document = json::parse(event.payload);
        const auto domain = document.root().find("domain");
        if (!domain) return;
        // A changed ward moves works of every domain into other wards, and with that out of some scopes.
        if (domain->text("/domain") == "administrative")
            cache_.clear();
        else
            cache_.drop(domain->text("/domain"));
    });
}

task<std::shared_ptr<const Tile>> TileSource::get(TileId id, const security::Scope& scope) {
    id.scope = scope.key();
    if (auto tile = cache_.find(id)) {
        platform_.metrics.count("hatang_tiles_total", "from=\"memory\"");
        co_return tile;
    }
    if (const auto found = flights_.find(id); found != flights_.end()) {
        const std::shared_ptr<Flight> flight = found->second;
        while (!flight->done) co_await flight->landed.wait();
        if (flight->failed) std::rethrow_exception(flight->failed);
        co_return flight->tile;
    }
    const auto flight = std::make_shared<Flight>(platform_.loop);
    flights_.emplace(id, flight);
    const std::uint64_t generation = cache_.generation(id.domain);
    try {
        flight->tile = co_await make(id, scope);
        cache_.keep(id, flight->tile, generation);
    } catch (...) {
        flight->failed = std::current_exception();
    }
    flights_.erase(id);
    flight->done = true;
    flight->landed.notify_all();
    if (flight->failed) std::rethrow_exception(flight->failed);
    platform_.metrics.count("hatang_tiles_total", "from=\"database\"");
    co_return flight->tile;
}

task<std::shared_ptr<const Tile>> TileSource::make(TileId id, const security::Scope& scope) {
    db::Where where;
    for (const std::int64_t n : {id.z, id.x, id.y}) where.value(n);
    where.value(id.domain);
    where.value(limits::features_max);
    scope.add_to(where, "a");
    const std::string text = std::string(sql::tile_head) + where.text() + std::string(sql::tile_tail);
    const db::Query query{"maps.tile", text};
    const db::Rows rows = co_await platform_.db.run_params(query, where.params());
    const db::Row row = rows.front();
    auto tile = std::make_shared<Tile>();
    tile->bytes = row.bytes("tile");
    tile->truncated = row.boolean("truncated");
    tile->restricted = row.integers("restricted");
    tile->etag = '"' + sha256_hex(tile->bytes).substr(0, 24) + '"';
    co_return tile;
}

}  // namespace hatang::maps
