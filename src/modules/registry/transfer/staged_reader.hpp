// From staged features to rows of the register, by the settings of a person. Pure but for the staged file.
#pragma once

#include <memory>
#include <set>

#include "geo/geometry.hpp"
#include "registry/transfer/import_reader.hpp"
#include "registry/transfer/import_settings.hpp"
#include "registry/transfer/staging.hpp"

namespace hatang::registry {

// What an attribute takes, as its schema says.
enum class AttributeKind { text, number, integer, boolean, date };
// Of settings.fields, in their order: read from the schema once, not for each row.
std::vector<AttributeKind> attribute_kinds(const catalogue::AssetClass&, const ImportSettings&);

struct ImportPlan {
    const catalogue::AssetClass* asset_class = nullptr;  // null: only geometry is wanted
    ImportSettings settings;
    std::vector<AttributeKind> kinds;
    LayerInfo layer;
    std::string file_name, format;
    std::string staged_file;
    std::string
        id_structure;  // of the kind of its identifiers, where the city has set one (identity/kinds.hpp)

    // False for a table without columns of coordinates.
    bool has_place() const;
};

// The geometry of a staged feature in WGS 84: its own, or a point from two columns. Nothing when it has none.
// Throws the errors of geometry, unknown_crs and missing_field.
std::optional<geo::Geometry> staged_geometry(json::Value feature, const ImportPlan&);
// The text of a column, decoded; numbers and truth values as they are written. Nothing for null and blanks.
std::optional<std::string> column_text(json::Value feature, const ImportPlan&, const std::string& column);
// Everything but geometry. Throws unmapped_value, not_a_number, wrong_encoding, missing_field, …
ImportRow map_row(json::Value feature, const ImportPlan&);

class StagedReader {
  public:
    // `skip`: rows that an earlier attempt has committed; their identifiers are still remembered.
    StagedReader(const catalogue::Catalogue&, ImportPlan, std::int64_t skip);
    ImportBatch next();

  private:
    ImportRow make_row(std::string_view line);

    const catalogue::Catalogue& catalogue_;
    ImportPlan plan_;
    std::int64_t skip_, rows_ = 0;
    LineReader lines_;
    std::set<std::string> seen_;
};

}  // namespace hatang::registry
