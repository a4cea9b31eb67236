// The register: every work, item and component of the city, with one immutable id for life.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "catalogue/api.hpp"
#include "json/describe.hpp"
#include "module.hpp"
#include "security/api.hpp"

namespace hatang::registry {

struct Identifier {
    std::string kind, value;  // ("osm_way", "9656653"), ("national", …), ("legacy_city", …)
    std::optional<std::string> issuer;
    std::optional<std::string> valid_from, valid_to;  // ISO dates
};

struct AssetInput {
    std::string class_key;
    std::string name;
    std::optional<std::string> name_en;
    std::vector<std::string> other_names;
    std::optional<std::int64_t> parent_id;
    std::string status = "in_service";
    std::optional<std::string> grade;
    std::optional<std::int64_t> owner_id, operator_id;
    std::optional<std::string> address;
    std::string attributes_json = "{}";
    std::string geometry_json;  // GeoJSON geometry, WGS 84; empty: none
    std::vector<Identifier> identifiers;
    bool generated = false;  // made by the demo, not a real work
    std::optional<std::string> source;
    std::optional<std::string> sensitivity;  // nothing: that of the class
};

// What other modules need to know of an asset.
struct AssetSummary {
    std::int64_t id = 0, version = 0;
    std::string class_key, domain, name, status;
    std::optional<std::string> ward_code;
    std::optional<double> lon, lat;  // a point on it
};

struct ImportProgress {
    std::int64_t rows_done = 0;
    double percent = 0;
};
struct ImportReport {
    std::string class_key;
    std::int64_t created = 0, changed = 0, unchanged = 0, refused_count = 0;
    struct Refused {
        std::int64_t row;
        std::string code, where, reason_vi, reason_en;
    };
    std::vector<Refused> refused;  // the first 1,000
    double seconds = 0;
};
std::string to_json(const ImportReport&);

class Registry final : public Module {
  public:
    Registry(Platform&, security::Security&, catalogue::Catalogue&);
    ~Registry() override;

    db::ModuleSchema schema() const override;
    void add_routes(http::Router&) override;
    task<void> start(bool serving) override;

    // Throws the errors of a bad input; nothing changed then.
    task<std::int64_t> create(db::Session&, AssetInput, security::Actor);
    // The same in the name of who calls, within what they may write; with `change` the way of other
    // interfaces to the register: its errors, its evidence. After the commit call changed().
    task<std::int64_t> create_for(db::Session&, AssetInput, const http::Call&);
    struct AssetChange {
        std::optional<std::string> name, status, attributes_json;  // attributes: merged, null removes one
        json::Patch<std::string> name_en, grade, address;
        json::Patch<std::int64_t> parent_id;
        std::optional<std::string> geometry_json;
        std::optional<Instant> valid_from;  // since when it is so; nothing: now
    };
    // Throws not_found, forbidden, precondition_failed, and what is wrong with the result.
    task<void> change(db::Session&, const http::Call&, std::int64_t id, AssetChange);
    void changed();
    // Where a work was from one time to another (nothing: until now and on) is told anew: as since `like`, or
    // here. The caller has checked rights and place, and ends with record_correction().
    struct PlaceCorrection {
        Instant from;
        std::optional<Instant> to;
        Instant like;
        std::optional<std::string> geometry_json = {};
    };
    task<void> correct_place(db::Session&, std::int64_t id, PlaceCorrection, security::Actor);
    // The place that the work came to at `since` is the one that was known by `place_id`.
    task<void> keep_place_id(db::Session&, std::int64_t id, std::int64_t place_id, Instant since);
    // Audit, history and event of corrections; `after_json` empty: the place is gone.
    task<void> record_correction(db::Session&, std::int64_t id, std::string before_json,
                                 std::string after_json, security::Actor);
    task<std::optional<AssetSummary>> find(std::int64_t id);
    // Whether somebody may do this with the asset; without one, with what hangs on no asset. Reads the asset
    // only for callers with limits.
    task<bool> may(http::Principal, std::string permission, std::optional<std::int64_t> asset_id);
    // Throws not_found{what} to who may not `read` it, forbidden to who may read it but not `act`.
    task<void> require(http::Principal, std::string read, std::string act,
                       std::optional<std::int64_t> asset_id, std::string what);
    // The asset that carries the identifier today. One OpenStreetMap object may be an asset of several
    // classes (a road and the bridge on it): name the class there, or get the first that was registered.
    task<std::optional<std::int64_t>> find_by_identifier(std::string kind, std::string value,
                                                         std::string class_key = {});
    // The life of an asset, for entries that other modules add: kind "alarm_raised", "work_completed", …
    struct HistoryEntry {
        std::int64_t asset_id = 0;
        std::string kind, title_vi, title_en;
        std::optional<std::string> link_kind;  // "alarm", "work_order"
        std::optional<std::int64_t> link_id;
        Instant at;
    };
    task<void> add_history(db::Session&, HistoryEntry, security::Actor);

    // GeoJSON FeatureCollection, plain or gzip. Idempotent by identifier. Rows that fail are reported, not
    // imported.
    struct ImportOptions {
        std::string class_key, path;
        std::string id_property;      // empty: "code" for wards, "osm_id" otherwise
        std::string identifier_kind;  // empty: "gso" for wards; "osm_way" or "osm_node" by geometry
        bool dry_run = false;
        bool generated = false;
    };
    task<ImportReport> import(ImportOptions, std::function<void(ImportProgress)>, security::Actor);
    // Writes GeoJSON of a class to a file, feature by feature.
    task<std::int64_t> export_class(std::string class_key, std::string path);

  private:
    struct State;
    std::unique_ptr<State> state_;
};

// Read-only views for other modules (schema registry_api): asset(id, version, class_key, domain, level,
// parent_id, name, name_folded, status, grade, owner_id, operator_id, ward_code, generated, lon, lat, geom,
// geom_web, least_zoom, sensitivity) — current rows only; geom is geometry(Geometry, 4326), geom_web the same
// in EPSG:3857, least_zoom from which zoom maps show it.
//
// Events: "asset.changed" {"id","version","class","domain","lon","lat"} for each change of one asset;
// "asset.imported"
// {"class","domain","created","changed","bbox"} for each committed batch of an import.

}  // namespace hatang::registry
