// What the parts of the register share.
#pragma once

#include <map>

#include "registry/api.hpp"

namespace hatang::registry {

struct Context {
    Platform& platform;
    security::Security& security;
    catalogue::Catalogue& catalogue;
    // Told after each commit here and each event of others: figures that were counted hold no longer.
    std::function<void()> changed = [] {};

    // What the city has set (identity/settings.hpp); keys that are not set are not there.
    std::map<std::string, std::string, std::less<>> settings = {};

    std::optional<std::string> setting(std::string_view key) const;
    // The structure that the city has set for identifiers of a kind.
    std::optional<std::string> structure_of(std::string_view kind) const;
    // The class, or unknown_class thrown at `where`.
    const catalogue::AssetClass& class_of(std::string_view key, std::string_view where) const;
    std::string class_name_vi(std::string_view key) const;
    std::optional<std::string> ward_name(const std::optional<std::string>& code) const;
};

class Features;
struct Registry::State : Context {
    State(Platform&, security::Security&, catalogue::Catalogue&);
    ~State();
    std::unique_ptr<Features> features;
};

std::string_view to_text(catalogue::AssetLevel);

// Each capability adds its routes.
void add_asset_read_routes(http::Router&, Context&);
void add_asset_write_routes(http::Router&, Context&);
void add_bulk_routes(http::Router&, Context&);
void add_attachment_routes(http::Router&, Context&);
void add_identity_routes(http::Router&, Context&);
void add_search_routes(http::Router&, Context&);
void add_shape_routes(http::Router&, Context&);
void add_nearby_routes(http::Router&, Context&);
void add_feature_routes(http::Router&, Features&);
void add_access_routes(http::Router&, Context&);
void add_corner_routes(http::Router&, Context&);
void add_import_routes(http::Router&, Context&);
void add_export_routes(http::Router&, Context&);

}  // namespace hatang::registry
