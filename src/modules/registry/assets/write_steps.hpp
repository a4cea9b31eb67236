// Steps that creating and changing an asset share. Inside of assets/.
#pragma once

#include "registry/assets/store.hpp"

namespace hatang::registry {

// Attributes against the schema of the class, geometry against its types and the shape rules. Gives the
// geometry as WGS 84 GeoJSON, nothing when there is none.
void check_attributes(const Context&, const catalogue::AssetClass&, std::string_view attributes_json);
task<std::optional<std::string>> check_asset_geometry(db::Session&, const catalogue::AssetClass&,
                                                      std::string geometry_json, std::string crs);
// The parent exists and `who` may read it, its level fits, and `id` (0: new) is not above it.
task<void> check_parent(db::Session&, std::int64_t parent_id, std::string level, std::int64_t id,
                        const http::Principal* who);
// Throws duplicate_identifier with the asset that has it; "?" for one that `who` may not read.
task<void> check_identifiers_free(db::Session&, std::string identifiers_json, std::int64_t id,
                                  const http::Principal* who);
// Whether `who` may read the asset; null: the program itself.
task<bool> may_read(db::Session&, const http::Principal* who, std::int64_t id);
// Runs statements and names what a broken constraint means to the caller.
task<std::vector<db::Rows>> run_writes(db::Session&, std::vector<db::Session::Statement>, const AssetInput&);

db::Session::Statement history_entry(const Registry::HistoryEntry&, const security::Actor&);

}  // namespace hatang::registry
