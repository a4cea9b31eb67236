#include <charconv>
#include <cstdlib>

#include "base/embedded.hpp"
#include "maps/state.hpp"
#include "maps/tiles/queries.hpp"

namespace hatang {
std::span<const EmbeddedFile> embedded_maps();
}

namespace hatang::maps {
namespace {

std::string_view embedded_text(std::string_view path) {
    for (const EmbeddedFile& file : embedded_maps())
        if (file.path == path) return file.text;
    throw std::logic_error("maps: no embedded file " + std::string(path));
}

}  // namespace

std::size_t megabytes(const char* variable, std::size_t usual) {
    const char* text = std::getenv(variable);
    if (!text || !*text) return usual;
    const std::string_view given(text);
    std::size_t n = 0;
    const auto [end, error] = std::from_chars(given.data(), given.data() + given.size(), n);
    if (error != std::errc() || end != given.data() + given.size() || n > 1'048'576)
        throw Error(Code::invalid_value, variable, {std::string(given.substr(0, 40)), "0…1048576 (MiB)"});
    return n << 20;
}

Maps::Maps(Platform& platform, security::Security& security, catalogue::Catalogue& catalogue)
    : state_(new State(platform, security, catalogue)) {
    state_->store.follow_changes();
}
Maps::~Maps() = default;

db::ModuleSchema Maps::schema() const { return {"maps", embedded_maps()}; }

void Maps::add_routes(http::Router& router) {
    add_tile_routes(router, *state_);
    add_ogc_tile_routes(router, *state_);
    add_style_routes(router, *state_);
    add_basemap_routes(router, *state_);
}

task<void> Maps::start(bool serving) {
    BasemapList basemaps =
        configured_basemaps(std::getenv("HATANG_BASEMAPS"), embedded_text("data/basemaps.json"));
    if (serving) co_await state_->rasters.start(std::move(basemaps.items));
    state_->attributions = read_attributions(embedded_text("data/attributions.json"));
    const json::Document hues = json::parse(embedded_text("data/hues.json"));
    state_->hues = json::read<HueList>(hues.root());
    const db::Rows rows = co_await state_->platform.db.run(sql::domains);
    for (const db::Row row : rows)
        state_->domains.push_back({std::string(row.text("key")), std::string(row.text("name_vi")),
                                   std::string(row.text("name_en"))});
    std::vector<std::string> keys;
    for (const Domain& domain : state_->domains) keys.push_back(domain.key);
    state_->tiles.start(keys);
    if (!serving) co_return;
    state_->store.start(keys);
}

void Maps::use(http::Client& outgoing) { state_->rasters.use(outgoing); }

task<void> Maps::stop() { co_await state_->store.stop(); }

bool Maps::tells_areas(std::string_view domain) const { return state_->store.layer(domain) != nullptr; }

void Maps::on_tiles_changed(std::function<void(const TilesChanged&)> listener) {
    state_->store.on_news([listener = std::move(listener)](const LayerNews& news) {
        if (news.changes.empty()) return;
        TilesChanged changed{news.domain, {}};
        const auto add = [&](const Group* group, const Box& box) {
            if (!group) return;
            const Degrees low = degrees_of({box.west, box.south}), high = degrees_of({box.east, box.north});
            changed.areas.push_back({group->key(), low.lon, low.lat, high.lon, high.lat});
        };
        for (const LayerNews::Change& change : news.changes) {
            add(change.before, change.box_before);
            add(change.now, change.box_now);
        }
        listener(changed);
    });
}

}  // namespace hatang::maps
