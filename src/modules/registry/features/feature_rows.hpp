// Rows of the register on their way out, as GeoJSON or FlatGeobuf.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "db/query.hpp"
#include "geo/flatgeobuf.hpp"
#include "registry/features/collection.hpp"

namespace hatang::registry {

// What the writers read of the row `a`. The geometry comes as WKB and the attributes as they are stored: the
// database makes five times as many such rows as JSON texts.
#define HATANG_FEATURE_COLUMNS                                                                        \
    "a.id, a.version, a.name, a.name_en, a.other_names, a.status, a.grade, a.parent_id, a.owner_id, " \
    "a.operator_id, a.ward_code, a.address, a.generated, a.source, a.sensitivity, a.valid_from, "     \
    "a.recorded_at, a.attributes, public.st_asbinary(a.geom) as wkb"

// The identifiers of a page, as JSON arrays by asset.
class IdentifierTexts {
  public:
    // Rows (asset_id, kind, value, issuer, valid_from, valid_to) in the order of asset_id.
    void add(const db::Rows&);
    std::string_view of(std::int64_t asset_id) const;  // "[]" for one without

  private:
    std::map<std::int64_t, std::string> texts_;
};

class FeatureWriter {
  public:
    // `chosen`: which properties, empty for all.
    FeatureWriter(const Collection&, const geo::NamedCrs&, std::vector<bool> chosen);

    // {"type":"Feature",…}
    void append_geojson(std::string& out, const db::Row&, std::string_view identifiers) const;
    void append_flatgeobuf(std::string& out, const db::Row&, std::string_view identifiers) const;
    // The first bytes of a FlatGeobuf file. Called before the first feature.
    std::string flatgeobuf_header(bool has_z);

  private:
    bool shows(std::size_t place) const { return chosen_.empty() || chosen_[place]; }
    void append_fields(std::string& out, const db::Row&, std::string_view identifiers, bool& fresh) const;
    void append_attributes(std::string& out, std::string_view attributes, bool& fresh) const;

    const Collection& collection_;
    const geo::NamedCrs& crs_;
    std::vector<bool> chosen_;
    std::size_t first_field_;  // the attributes stand before it
    std::string constants_;    // "class":…,"domain":…,"level":…
    geo::FgbLayer layer_;
    std::vector<int> columns_;  // of the layer by property; -1: not shown
};

}  // namespace hatang::registry
