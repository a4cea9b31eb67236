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

Maps::Maps(Platform& platform, security::Security& security, catalogue::Catalogue&)
    : state_(new State(platform, security)) {
    state_->tiles.follow_changes();
}
Maps::~Maps() = default;

db::ModuleSchema Maps::schema() const { return {"maps", embedded_maps()}; }

void Maps::add_routes(http::Router& router) {
    add_tile_routes(router, *state_);
    add_basemap_routes(router, *state_);
}

task<void> Maps::start(bool) {
    state_->basemaps =
        configured_basemaps(std::getenv("HATANG_BASEMAPS"), embedded_text("data/basemaps.json"));
    state_->attributions = read_attributions(embedded_text("data/attributions.json"));
    const db::Rows rows = co_await state_->platform.db.run(sql::domains);
    for (const db::Row row : rows)
        state_->domains.push_back({std::string(row.text("key")), std::string(row.text("name_vi")),
                                   std::string(row.text("name_en"))});
}

}  // namespace hatang::maps
