#include "base/log.hpp"
#include "registry/limits.hpp"
#include "registry/transfer/import_batch.hpp"
#include "registry/transfer/import_queries.hpp"
#include "registry/transfer/read_ahead.hpp"
#include "registry/transfer/transfer.hpp"

namespace hatang::registry {
namespace {

struct SetAtExit {
    bool& flag;
    ~SetAtExit() { flag = true; }
};

}  // namespace

task<ImportReport> import_file(Context& context, Registry::ImportOptions options,
                               std::function<void(ImportProgress)> progress, security::Actor actor) {
    const auto started = std::chrono::steady_clock::now();
    const catalogue::AssetClass& c = context.class_of(options.class_key, "class");
    const MappingRules rules = rules_for(c, options);
    BatchTarget target{context,         c,
                       rules.file_name, json::pointer("/properties", rules.id_property),
                       rules.generated, options.dry_run,
                       std::move(actor)};
    ImportReport report;
    report.class_key = c.key;
    const auto refuse = [&report](ImportReport::Refused row) {
        ++report.refused_count;
        if (report.refused.size() < limits::refused_rows_kept) report.refused.push_back(std::move(row));
    };
    const auto reader = std::make_shared<ImportReader>(context.catalogue, rules, options.path);
    Loop& loop = context.platform.loop;
    db::Pool& pool = context.platform.db;
    const std::int64_t total = co_await loop.blocking([&] { return reader->check_file(); });
    if (!options.dry_run) {
        const db::Rows begun =
            co_await pool.run(sql::begin_run, c.key, rules.file_name, context.platform.clock.now(),
                              target.actor.user_id, target.actor.name);
        target.run_id = begun.front().integer("id");
    }
    ReadAhead ahead(loop, reader);
    // The database works on two batches at a time: no identifier stands in both, the reader sees to that.
    std::int64_t rows_taken = 0;
    bool stopped = false;
    ImportProgress done;
    const auto write = [&]() -> task<void> {
        const SetAtExit stops_others{stopped};
        while (!stopped) {
            std::optional<ImportBatch> batch = co_await ahead.next();
            if (!batch) break;
            for (ImportReport::Refused& row : batch->refused) refuse(std::move(row));
            rows_taken += batch->rows_read;
            BatchTarget own = target;
            BatchResult result = co_await import_batch(own, *batch, rows_taken);
            done.rows_done += batch->rows_read;
            for (ImportReport::Refused& row : result.refused) refuse(std::move(row));
            report.created += result.created;
            report.changed += result.changed;
            report.unchanged += result.unchanged;
            done.percent =
                total == 0 ? 100 : 100.0 * static_cast<double>(done.rows_done) / static_cast<double>(total);
            if (progress) progress(done);
        }
    };
    std::exception_ptr failed;
    try {
        co_await loop.at_once(limits::import_writers, write, "registry.import.write");
    } catch (...) {
        failed = std::current_exception();
    }
    co_await ahead.settle();
    if (failed) std::rethrow_exception(failed);
    if (!options.dry_run) {
        if (c.key == "ward" && report.created + report.changed > 0) co_await refresh_all_wards(context, c);
        co_await pool.run(sql::end_run, target.run_id, context.platform.clock.now(), report.refused_count);
        co_await vacuum_after(context.platform, report.created + report.changed);
    }
    report.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - started).count();
    log::info("registry.imported", {{"class", c.key},
                                    {"created", report.created},
                                    {"changed", report.changed},
                                    {"unchanged", report.unchanged},
                                    {"refused", report.refused_count},
                                    {"seconds", report.seconds}});
    co_return report;
}

}  // namespace hatang::registry
