#include "maps/tiles/tile_source.hpp"

#include "base/text.hpp"
#include "http/compress.hpp"
#include "maps/limits.hpp"
#include "maps/ogc/matrix_sets.hpp"
#include "maps/store/rows.hpp"
#include "maps/tiles/queries.hpp"

namespace hatang::maps {
namespace {

constexpr TileLimits tile_limits{limits::features_max, limits::tile_bytes_max};

// More boxes than this are told apart no longer: one around all.
constexpr std::size_t boxes_max = 64;

double metres_east(std::uint32_t x) { return (x / 4294967296.0 - 0.5) * world_metres; }
double metres_north(std::uint32_t y) { return (0.5 - y / 4294967296.0) * world_metres; }

std::shared_ptr<const Tile> finished(TileBody body, const Box& reach) {
    auto tile = std::make_shared<Tile>();
    if (body.bytes.size() >= limits::gzip_bytes_min) {
        tile->gzip = http::gzip(body.bytes);
        if (tile->gzip.size() >= body.bytes.size()) tile->gzip.clear();
        tile->gzip.shrink_to_fit();
    }
    tile->etag = '"' + sha256_hex(body.bytes).substr(0, 24) + '"';
    tile->bytes = std::move(body.bytes);
    tile->omitted = body.omitted;
    tile->restricted = std::move(body.restricted);
    tile->reach = reach;
    return tile;
}

}  // namespace

struct TileSource::Flight {
    Flight(Loop& loop, std::uint64_t g) : landed(loop), generation(g) {}
    Signal landed;
    std::uint64_t generation;  // what was changed later is not in it
    std::shared_ptr<const Tile> tile;
    std::exception_ptr failed;
    bool done = false;
};

TileSource::TileSource(Platform& platform, LayerStore& store, std::size_t cache_bytes_max)
    : platform_(platform), store_(store), cache_(cache_bytes_max) {
    platform.metrics.describe("hatang_tiles_total", "Vector tiles answered, by where they came from");
    platform.metrics.describe("hatang_tile_seconds", "Time to make a tile, by where its features came from");
    platform.metrics.describe("hatang_tiles_truncated_total", "Tiles made that had no room for all features");
    platform.metrics.describe("hatang_tile_features_omitted_total", "Features that were left out of them");
    platform.metrics.gauge("hatang_tile_cache_bytes", [this] { return static_cast<double>(cache_.bytes()); });
    store.on_news([this](const LayerNews& news) { on_news(news); });
}

void TileSource::on_news(const LayerNews& news) {
    if (news.all) return cache_.drop(news.domain);
    std::vector<Box> boxes;
    for (const LayerNews::Change& change : news.changes)
        for (const Box& box : {change.box_before, change.box_now})
            if (!box.empty()) boxes.push_back(box);
    if (boxes.size() > boxes_max) {
        Box around;
        for (const Box& box : boxes) around.add(box);
        boxes.assign(1, around);
    }
    cache_.drop(news.domain, boxes);
}

task<std::shared_ptr<const Tile>> TileSource::get(TileId id, const security::Scope& scope) {
    id.scope = scope.key();
    if (auto tile = cache_.find(id)) {
        platform_.metrics.count("hatang_tiles_total", "from=\"cache\"");
        co_return tile;
    }
    const std::uint64_t generation = cache_.generation(id.domain);
    if (const auto found = flights_.find(id);
        found != flights_.end() && found->second->generation == generation) {
        const std::shared_ptr<Flight> flight = found->second;
        while (!flight->done) co_await flight->landed.wait();
        if (flight->failed) std::rethrow_exception(flight->failed);
        co_return flight->tile;
    }
    const auto flight = std::make_shared<Flight>(platform_.loop, generation);
    flights_[id] = flight;
    try {
        if (id.domain == all_domains)
            flight->tile = co_await join(id, scope);
        else
            flight->tile = co_await make(id, scope);
        cache_.keep(id, flight->tile, generation);
    } catch (...) {
        flight->failed = std::current_exception();
    }
    if (const auto found = flights_.find(id); found != flights_.end() && found->second == flight)
        flights_.erase(found);
    flight->done = true;
    flight->landed.notify_all();
    if (flight->failed) std::rethrow_exception(flight->failed);
    co_return flight->tile;
}

task<std::shared_ptr<const Tile>> TileSource::make(TileId id, const security::Scope& scope) {
    const auto begun = std::chrono::steady_clock::now();
    const std::unique_ptr<const Frame> frame = frame_of(id.grid, id.z, id.x, id.y);
    std::shared_ptr<const Layer> layer = store_.layer(id.domain);
    const bool in_memory = layer != nullptr;
    bool cut = false;
    if (!layer) layer = co_await fetch(id, *frame, scope, cut);
    const std::string& name = id.class_key.empty() ? id.domain : id.class_key;
    const auto work = [&] {
        TileBody body = make_tile(*layer, *frame, name, id.class_key, scope, tile_limits);
        if (cut) ++body.omitted;  // how many more lie there is not known
        return finished(std::move(body), frame->reach());
    };
    const std::shared_ptr<const Tile> tile = co_await platform_.loop.blocking(work);
    const std::string_view from = in_memory ? "from=\"store\"" : "from=\"database\"";
    platform_.metrics.count("hatang_tiles_total", from);
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begun;
    platform_.metrics.observe("hatang_tile_seconds", from, took.count());
    if (tile->omitted > 0) {
        platform_.metrics.count("hatang_tiles_truncated_total");
        platform_.metrics.count("hatang_tile_features_omitted_total", {}, static_cast<double>(tile->omitted));
    }
    co_return tile;
}

task<std::shared_ptr<const Tile>> TileSource::join(TileId id, const security::Scope& scope) {
    const std::unique_ptr<const Frame> frame = frame_of(id.grid, id.z, id.x, id.y);
    TileBody all;
    for (const std::string& domain : domains_) {
        id.domain = domain;
        const std::shared_ptr<const Tile> part = co_await get(id, scope);
        all.bytes += part->bytes;
        all.omitted += part->omitted;
        all.restricted.insert(all.restricted.end(), part->restricted.begin(), part->restricted.end());
    }
    const auto work = [&] { return finished(std::move(all), frame->reach()); };
    const std::shared_ptr<const Tile> tile = co_await platform_.loop.blocking(work);
    co_return tile;
}

task<std::shared_ptr<const Layer>> TileSource::fetch(TileId id, const Frame& frame,
                                                     const security::Scope& scope, bool& cut) {
    const Box& reach = frame.reach();
    db::Where where;
    where.value(id.domain);
    where.value(std::int64_t{frame.zoom()});
    for (const double edge : {metres_east(reach.west), metres_north(reach.south), metres_east(reach.east),
                              metres_north(reach.north)})
        where.value(edge);
    if (!id.class_key.empty()) where.add("a.class_key = ?", {id.class_key});
    scope.add_to(where, "a");
    const std::string text = std::string(sql::features_in_box_head) + where.text() +
                             std::string(sql::features_in_box_tail) +
                             std::to_string(limits::features_max + 1);
    const db::Query query{"maps.features_in_box", text};
    const db::Rows rows = co_await platform_.db.run_params(query, where.params());
    const auto pack = [&] {
        // The groups live as long as the layer.
        const auto groups = std::make_shared<Groups>();
        std::vector<Feature> features;
        for (const db::Row row : rows)
            if (auto feature = feature_of(row, *groups)) features.push_back(*std::move(feature));
        const auto layer = Layer::pack(std::move(features), groups->size());
        return std::shared_ptr<const Layer>(layer.get(), [layer, groups](const Layer*) {});
    };
    cut = rows.size() > static_cast<int>(limits::features_max);
    const std::shared_ptr<const Layer> layer = co_await platform_.loop.blocking(pack);
    co_return layer;
}

}  // namespace hatang::maps
