// Reading and writing assets in the database.
#pragma once

#include "registry/assets/model.hpp"
#include "registry/state.hpp"

namespace hatang::registry {

AssetView view_of(const db::Row&, const Context&);
// Throws not_found.
task<AssetView> load_asset(db::Session&, const Context&, std::int64_t id);

struct AssetDraft {
    AssetInput input;
    std::string crs = "EPSG:4326";
    std::optional<Instant> valid_from;
};
AssetDraft draft_of(const AssetCreate&);
// Checks, writes version 1 with identifiers, history, audit and event. Throws what is wrong with it, and
// forbidden when it lies outside of what `who` may write (null: the program itself).
task<std::int64_t> create_asset(db::Session&, Context&, AssetDraft, security::Actor,
                                const http::Principal* who = nullptr);

// Changes an asset; nothing is written when the patch says what is there already. Throws precondition_failed
// through `call` and what is wrong with the result.
task<AssetView> change_asset(db::Session&, Context&, const http::Call&, std::int64_t id, AssetPatch);

// Throws forbidden{asset.write}.
void check_may_write(const http::Principal&, const AssetView&);

struct AssetPlace {
    std::int64_t id, version;
    std::string_view class_key, domain;
    std::optional<double> lon, lat;
};
task<void> emit_changed(db::Session&, Context&, AssetPlace);

}  // namespace hatang::registry
