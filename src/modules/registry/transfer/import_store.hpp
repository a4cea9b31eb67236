// Imports of people as the interface shows them, and the statements about them.
#pragma once

#include "registry/state.hpp"
#include "registry/transfer/import_batch.hpp"
#include "registry/transfer/import_settings.hpp"
#include "registry/transfer/staged_reader.hpp"

namespace hatang::registry {

struct ImportView {
    std::int64_t id = 0;
    std::string file_name;
    std::int64_t bytes = 0, received = 0, part_bytes_max = 0;
    std::string state;
    std::optional<std::string> format;
    json::Raw layers, settings, report, undo_report, error;
    std::optional<std::int64_t> job_id;
    json::Raw progress;
    Instant created_at;
    std::string created_by;
    std::optional<Instant> committed_at, undone_at;
};
struct ImportPage {
    std::vector<ImportView> items;
    std::optional<std::string> next;
};

// Of this person; throws not_found for those of others.
task<ImportView> load_import(db::Session&, const http::Principal&, std::int64_t id);
task<ImportView> load_import(db::Pool&, std::int64_t user_id, std::int64_t id);
task<ImportPage> list_imports(db::Pool&, std::int64_t user_id, std::optional<std::int64_t> before,
                              std::int64_t limit);

ImportSettings settings_of(const ImportView&);
// What the settings make of the chosen layer. `whole`: for check and commit, which need a class and a place.
ImportPlan plan_of(const Context&, const ImportView&, bool whole);

task<void> forget_results(db::Session&, std::int64_t import_id);
task<void> keep_results(db::Session&, std::int64_t import_id, const std::vector<RowResult>&);

void register_import_jobs(Context&);
// Takes away what nobody has touched for import_idle_days, and exports that have ended.
task<void> sweep_transfers(Context&);

}  // namespace hatang::registry

template <>
struct hatang::json::Describe<hatang::registry::ImportView> {
    using T = hatang::registry::ImportView;
    static constexpr std::string_view name = "Import";
    static constexpr auto fields =
        std::tuple{field("id", &T::id, "Identifier"),
                   field("file_name", &T::file_name, "As it was sent"),
                   field("bytes", &T::bytes, "Of the whole file"),
                   field("received", &T::received, "Bytes that have arrived: the next part begins there"),
                   field("part_bytes_max", &T::part_bytes_max, "Of one part"),
                   field("state", &T::state,
                         "uploading, uploaded, inspecting, inspected, checking, checked, importing, "
                         "imported, undoing, undone or failed"),
                   field("format", &T::format, "What kind of file it is"),
                   field("layers", &T::layers, "Layers with fields, samples, coordinate system and encoding"),
                   field("settings", &T::settings, "How columns become assets; null before"),
                   field("report", &T::report, "Of the last check or commit"),
                   field("undo_report", &T::undo_report, "Of the undo"),
                   field("error", &T::error, "Why it failed"),
                   field("job_id", &T::job_id, "The last job"),
                   field("progress", &T::progress, "Per cent and words of the running job"),
                   field("created_at", &T::created_at, "When it was begun"),
                   field("created_by", &T::created_by, "Name of who began it"),
                   field("committed_at", &T::committed_at, "When the rows went into the register"),
                   field("undone_at", &T::undone_at, "When they were taken back")};
};
template <>
struct hatang::json::Describe<hatang::registry::ImportPage> {
    using T = hatang::registry::ImportPage;
    static constexpr std::string_view name = "ImportPage";
    static constexpr auto fields =
        std::tuple{field("items", &T::items, "Newest first"),
                   field("next", &T::next, "Cursor of the next page; null on the last")};
};
