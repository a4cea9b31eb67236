// Writes one batch of checked rows into the register, in one transaction: what every import goes through.
#pragma once

#include "registry/state.hpp"
#include "registry/transfer/import_reader.hpp"

namespace hatang::registry {

struct RowResult {
    std::int64_t row = 0;
    std::string outcome;  // created, changed, unchanged, refused, warned, left
    std::string code, where, reason_vi, reason_en, name;
    std::optional<double> lon, lat;
    std::optional<std::int64_t> asset_id;
};
RowResult result_of(const ImportReport::Refused&);
RowResult warning(const RowResult& of, const Error&);

struct BatchTarget {
    Context& context;
    const catalogue::AssetClass& asset_class;
    std::string file_name;  // told in history and audit
    std::string id_where;   // the pointer named when an identifier is taken
    bool generated = false, dry_run = false;
    security::Actor actor;
    std::int64_t run_id = 0;
    // A person imports: within their rights, with a result for each row, warnings, and what an undo needs.
    const http::Principal* who = nullptr;
    std::optional<std::int64_t> import_id = {};  // its rows_done goes on with the batch
};

struct BatchResult {
    std::int64_t created = 0, changed = 0, unchanged = 0, warned = 0;
    std::string bbox = "null";
    std::vector<std::int64_t> ids;               // of what was created or changed
    std::vector<ImportReport::Refused> refused;  // by the database
    std::vector<RowResult> rows;                 // for a person: one of each row written, and the warnings
};

// A trial (dry_run) is rolled back. `rows_done`: of the file, this batch included.
task<BatchResult> import_batch(BatchTarget&, const ImportBatch&, std::int64_t rows_done);

// Cuts the wards anew and finds the ward of every asset: after an import of wards. Works lie in other wards
// then, and so in the reach of other people: that is a change of its own, after those of the wards.
task<void> refresh_all_wards(Context&, const catalogue::AssetClass& of_wards);

// After so many rows were written. The planner knows nothing of many new rows, and whoever reads one first
// has to settle whether it is there: PostgreSQL would come to both by itself in a minute.
task<void> vacuum_after(Platform&, std::int64_t rows);

// What those who follow assets one by one read beside the counts.
std::string with_ids(std::string counts_json, const std::vector<std::int64_t>& ids);

}  // namespace hatang::registry
