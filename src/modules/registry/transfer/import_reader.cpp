#include "registry/transfer/import_reader.hpp"

#include "base/text.hpp"
#include "registry/assets/checks.hpp"
#include "registry/assets/geometry.hpp"
#include "registry/limits.hpp"

namespace hatang::registry {

ImportReport::Refused refused_row(std::int64_t row, const Error& e) {
    return {row, std::string(error_info(e.code).code), e.where, e.text_vi(), e.text_en()};
}

ImportReader::ImportReader(const catalogue::Catalogue& catalogue, MappingRules rules, std::string path)
    : catalogue_(catalogue), rules_(std::move(rules)), path_(std::move(path)) {}

std::int64_t ImportReader::check_file() {
    FileReader file(path_);
    FeatureScanner scanner([](std::string_view) {});
    while (true) {
        const std::string& piece = file.next();
        if (piece.empty()) break;
        scanner.feed(piece);
    }
    scanner.finish();
    crs_ = scanner.crs();
    return scanner.features();
}

ImportBatch ImportReader::next() {
    if (!file_) {
        file_ = std::make_unique<FileReader>(path_);
        scanner_ = std::make_unique<FeatureScanner>([this](std::string_view feature) {
            waiting_.push_back({++rows_cut_, std::string(feature)});
            waiting_bytes_ += feature.size();
        });
    }
    bool ended = false;
    while (waiting_.size() < limits::import_batch_rows && waiting_bytes_ < limits::import_batch_bytes_max) {
        const std::string& piece = file_->next();
        if (piece.empty()) {
            ended = true;
            break;
        }
        scanner_->feed(piece);
    }
    ImportBatch batch;
    std::size_t bytes = 0;
    while (!waiting_.empty() && batch.rows_read < static_cast<std::int64_t>(limits::import_batch_rows) &&
           bytes < limits::import_batch_bytes_max) {
        const RawFeature feature = std::move(waiting_.front());
        waiting_.pop_front();
        waiting_bytes_ -= feature.text.size();
        bytes += feature.text.size();
        ++batch.rows_read;
        read_feature(feature, batch);
    }
    batch.last = ended && waiting_.empty();
    return batch;
}

void ImportReader::read_feature(const RawFeature& feature, ImportBatch& batch) {
    try {
        batch.rows.push_back(make_row(feature));
    } catch (const Error& e) {
        batch.refused.push_back(refused_row(feature.row, e));
    }
}

ImportRow ImportReader::make_row(const RawFeature& feature) {
    const json::Document document = json::parse(feature.text);
    MappedFeature mapped = map_feature(document.root(), rules_);
    ImportRow row;
    row.row = feature.row;
    row.input = std::move(mapped.input);
    check_content(row.input);
    const json::Document attributes = json::parse(row.input.attributes_json);
    catalogue_.check_attributes(*rules_.asset_class, attributes.root(), "/properties");
    row.place(check_geometry(*rules_.asset_class, *mapped.geometry, crs_, "/geometry"));
    row.name_folded = folded_names(row.input);
    row.sha256 = content_sha256(row.input);
    const Identifier& id = row.input.identifiers[0];
    if (!seen_.insert(id.kind + " " + id.value).second)
        throw Error(Code::duplicate_identifier, json::pointer("/properties", rules_.id_property),
                    {id.kind, id.value, "?"});
    return row;
}

}  // namespace hatang::registry
