// The half of an import that needs no database: reads, cuts, maps and checks. Runs on the blocking pool.
#pragma once

#include <deque>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "registry/assets/geometry.hpp"
#include "registry/transfer/feature_scanner.hpp"
#include "registry/transfer/file_reader.hpp"
#include "registry/transfer/mapping.hpp"

namespace hatang::registry {

struct ImportRow {
    std::int64_t row = 0;  // of the file, from 1
    AssetInput input;      // geometry_json: checked WGS 84
    std::string wkb;       // of that geometry: what the database takes
    std::string name_folded, sha256;
    std::optional<std::string> status = {};  // nothing: in_service for a new asset, else as it is
    // Whether the file tells the name, and the English and other names: a known asset keeps those it does
    // not.
    bool named = true, knows_other_names = true;

    void place(CheckedGeometry checked) {
        input.geometry_json = std::move(checked.geojson);
        wkb = std::move(checked.wkb);
    }
};
struct ImportBatch {
    std::vector<ImportRow> rows;
    std::vector<ImportReport::Refused> refused;
    std::int64_t rows_read = 0;
    bool last = false;
};

ImportReport::Refused refused_row(std::int64_t row, const Error&);

class ImportReader {
  public:
    ImportReader(const catalogue::Catalogue&, MappingRules, std::string path);
    // Reads the whole file once: it is one whole FeatureCollection in a known coordinate system, or nothing
    // of it is imported. Gives the number of features.
    std::int64_t check_file();
    ImportBatch next();

  private:
    struct RawFeature {
        std::int64_t row;
        std::string text;
    };
    void read_feature(const RawFeature&, ImportBatch&);
    ImportRow make_row(const RawFeature&);

    const catalogue::Catalogue& catalogue_;
    MappingRules rules_;
    std::string path_, crs_;
    std::unique_ptr<FileReader> file_;
    std::unique_ptr<FeatureScanner> scanner_;
    std::deque<RawFeature> waiting_;
    std::size_t waiting_bytes_ = 0;
    std::int64_t rows_cut_ = 0;
    std::set<std::string> seen_;  // identifiers of the file so far
};

}  // namespace hatang::registry
