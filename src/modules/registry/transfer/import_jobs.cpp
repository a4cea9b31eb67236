// The long work of an import: inspect, check, commit, undo. Each job can begin again from the start.
#include "base/log.hpp"
#include "registry/limits.hpp"
#include "registry/transfer/import_queries.hpp"
#include "registry/transfer/import_store.hpp"
#include "registry/transfer/inspect.hpp"
#include "registry/transfer/person_queries.hpp"
#include "registry/transfer/read_ahead.hpp"

namespace hatang::registry {
namespace {

struct Work {
    Context& context;
    jobs::Job& job;
    std::int64_t import_id = 0;
    http::Principal who;
    security::Actor actor;
};

std::string error_json(const Error& e) {
    json::Writer w;
    w.begin_object().field("code", error_info(e.code).code).field("where", e.where);
    w.field("message_vi", e.text_vi()).field("message_en", e.text_en()).end_object();
    return w.take();
}

std::string report_json(const db::Row& counts, double seconds) {
    json::Writer w;
    w.begin_object();
    for (const char* name : {"created", "changed", "unchanged", "refused", "warned"})
        w.field(name, counts.integer(name));
    w.field("seconds", seconds).end_object();
    return w.take();
}

double seconds_since(std::chrono::steady_clock::time_point begun) {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count();
}

BatchTarget target_of(Work& work, const ImportPlan& plan, bool dry_run) {
    BatchTarget target{work.context, *plan.asset_class, plan.file_name,
                       json::pointer("/properties", plan.settings.id_column.value_or("osm_id"))};
    target.dry_run = dry_run;
    target.actor = work.actor;
    target.who = &work.who;
    target.import_id = work.import_id;
    return target;
}

std::vector<RowResult> results_of(BatchResult&& result, const ImportBatch& batch) {
    std::vector<RowResult> rows = std::move(result.rows);
    for (const ImportReport::Refused& refused : batch.refused) rows.push_back(result_of(refused));
    for (const ImportReport::Refused& refused : result.refused) rows.push_back(result_of(refused));
    return rows;
}

// Rows of the file one batch after the other; the results of each are kept.
task<void> run_rows(Work& work, const ImportPlan& plan, BatchTarget& target, std::int64_t skip,
                    std::string words) {
    ReadAhead reader(work.context.platform.loop,
                     std::make_shared<StagedReader>(work.context.catalogue, plan, skip));
    const double all = static_cast<double>(std::max<std::int64_t>(plan.layer.features, 1));
    std::int64_t rows_read = 0;
    for (;;) {
        const std::optional<ImportBatch> batch = co_await reader.next();
        if (!batch) break;
        rows_read += batch->rows_read;
        BatchResult result = co_await import_batch(target, *batch, rows_read);
        const std::vector<RowResult> rows = results_of(std::move(result), *batch);
        const auto keep = [&](db::Session& tx) -> task<void> {
            co_await keep_results(tx, work.import_id, rows);
        };
        co_await work.context.platform.db.transaction(keep);
        co_await work.job.progress(99.0 * static_cast<double>(rows_read) / all, words);
    }
}

task<void> warn_far_rows(Work& work) {
    const db::Rows far = co_await work.context.platform.db.run(
        sql::far_rows, work.import_id, static_cast<std::int64_t>(limits::warned_rows_kept));
    std::vector<RowResult> rows;
    for (const db::Row row : far) {
        RowResult one;
        one.row = row.integer("row");
        one.name = row.maybe_text("name").value_or("");
        one.lon = row.maybe_number("lon");
        one.lat = row.maybe_number("lat");
        one.asset_id = row.maybe_integer("asset_id");
        const auto km = static_cast<std::int64_t>(row.number("km"));
        rows.push_back(warning(one, Error(Code::far_from_others, "/geometry", {std::to_string(km)})));
    }
    const auto keep = [&](db::Session& tx) -> task<void> { co_await keep_results(tx, work.import_id, rows); };
    co_await work.context.platform.db.transaction(keep);
}

task<void> inspect(Work& work) {
    Context& context = work.context;
    const ImportView view = co_await load_import(context.platform.db, work.who.user_id, work.import_id);
    const Staging staging(context.platform.data_folder, work.import_id);
    const auto progress = [&work](double percent, std::string words) -> task<void> {
        co_await work.job.progress(percent, std::move(words));
    };
    const Inspection found = co_await inspect_file(context.platform.loop, staging, view.file_name, progress);
    const std::string layers = to_json(found.layers);
    co_await context.platform.db.run(sql::set_layers, work.import_id, found.format, layers);
}

task<void> check(Work& work) {
    const auto begun = std::chrono::steady_clock::now();
    db::Pool& pool = work.context.platform.db;
    const ImportView view = co_await load_import(pool, work.who.user_id, work.import_id);
    const ImportPlan plan = plan_of(work.context, view, true);
    co_await pool.run(sql::forget_results, work.import_id);
    BatchTarget target = target_of(work, plan, true);
    co_await run_rows(work, plan, target, 0, "Kiểm tra");
    co_await warn_far_rows(work);
    const db::Rows counts = co_await pool.run(sql::count_results, work.import_id);
    const std::string report = report_json(counts.front(), seconds_since(begun));
    co_await pool.run(sql::set_checked, work.import_id, report);
}

task<std::int64_t> begin_commit(Work& work, const ImportPlan& plan) {
    std::int64_t run_id = 0;
    const auto body = [&](db::Session& tx) -> task<void> {
        const db::Rows begun =
            co_await tx.run(sql::begin_run, plan.asset_class->key, plan.file_name,
                            work.context.platform.clock.now(), work.actor.user_id, work.actor.name);
        run_id = begun.front().integer("id");
        co_await tx.run(sql::set_run, work.import_id, run_id);
        co_await forget_results(tx, work.import_id);
    };
    co_await work.context.platform.db.transaction(body);
    co_return run_id;
}

task<void> commit(Work& work) {
    const auto begun = std::chrono::steady_clock::now();
    Context& context = work.context;
    db::Pool& pool = context.platform.db;
    const db::Rows stored = co_await pool.run(sql::import_by_id, work.import_id, work.who.user_id);
    const ImportView view = co_await load_import(pool, work.who.user_id, work.import_id);
    const ImportPlan plan = plan_of(context, view, true);
    BatchTarget target = target_of(work, plan, false);
    // An attempt before this one may have committed some batches.
    const std::optional<std::int64_t> run = stored.front().maybe_integer("run_id");
    std::int64_t skip = 0;
    if (run) {
        target.run_id = *run;
        skip = stored.front().integer("rows_done");
    } else {
        target.run_id = co_await begin_commit(work, plan);
    }
    co_await run_rows(work, plan, target, skip, "Ghi vào danh bạ");
    co_await warn_far_rows(work);
    if (plan.asset_class->key == "ward") co_await refresh_all_wards(context, *plan.asset_class);
    const db::Rows counts = co_await pool.run(sql::count_results, work.import_id);
    const Instant now = context.platform.clock.now();
    co_await pool.run(sql::end_run, target.run_id, now, counts.front().integer("refused"));
    co_await vacuum_after(context.platform,
                          counts.front().integer("created") + counts.front().integer("changed"));
    const std::string report = report_json(counts.front(), seconds_since(begun));
    co_await pool.run(sql::set_imported, work.import_id, report, now);
    log::info("registry.imported", {{"import", work.import_id}, {"class", plan.asset_class->key}});
}

struct UndoCounts {
    std::int64_t undone = 0, left = 0;
    bool more = true;
};

// One batch of an undo: assets that nobody has changed since, and that the person may still change.
task<UndoCounts> undo_batch(Work& work, db::Session& tx, std::int64_t run_id, std::string file_name,
                            const catalogue::AssetClass& c) {
    const Instant now = work.context.platform.clock.now();
    UndoCounts counts;
    co_await tx.script("registry.undo.stage", sql::undo_stage);
    const db::Rows taken = co_await tx.run(sql::undo_take, run_id);
    counts.more = taken.affected() > 0;
    if (!counts.more) co_return counts;
    db::Where where;
    security::scope(work.who, "asset.import").add_to(where, "a");
    const std::string allow_sql =
        "update undo_stage u set allowed = true from registry.asset a where a.id = u.asset_id and " +
        where.text();
    co_await tx.run(db::Query{"registry.undo.allow", allow_sql}, where.params());
    std::vector<db::Session::Statement> s;
    s.push_back({sql::undo_end_identifiers, {}});
    s.push_back({sql::undo_created, {now}});
    s.push_back({sql::undo_changed, {now}});
    s.push_back({sql::undo_versions, {work.actor.user_id, work.actor.name, "Hoàn tác: " + file_name}});
    s.push_back({sql::undo_forget_rows, {}});
    s.push_back({sql::undo_former_rows, {}});
    s.push_back({sql::undo_history, {now, file_name, work.actor.name}});
    s.push_back({sql::undo_mark, {run_id}});
    s.push_back({sql::undo_result, {}});
    const std::vector<db::Rows> results = co_await tx.run_all(std::move(s));
    std::vector<RowResult> rows;
    std::vector<std::int64_t> undone;
    for (const db::Row row : results.back()) {
        if (row.boolean("untouched") && row.boolean("allowed")) {
            ++counts.undone;
            undone.push_back(row.integer("asset_id"));
            continue;
        }
        ++counts.left;
        RowResult one;
        one.row = row.integer("row");
        one.name = row.text("name");
        one.lon = row.maybe_number("lon");
        one.lat = row.maybe_number("lat");
        one.asset_id = row.integer("asset_id");
        RowResult left = warning(one, row.boolean("untouched") ? Error(Code::forbidden, {}, {"asset.import"})
                                                               : Error(Code::changed_since));
        left.outcome = "left";
        rows.push_back(std::move(left));
    }
    co_await keep_results(tx, work.import_id, rows);
    json::Writer after;
    after.begin_object().field("class", c.key).field("domain", c.domain).field("created", 0);
    after.field("changed", counts.undone).raw_field("bbox", "null").end_object();
    security::Change change{"asset.import_undo", "import", run_id, {}, after.text(), file_name};
    co_await work.context.security.audit(tx, work.actor, std::move(change));
    const std::string news = with_ids(after.text(), undone);
    co_await work.context.platform.events.emit(tx, "asset.imported", c.key, news);
    co_return counts;
}

task<UndoCounts> undo_all(Work& work, std::int64_t run_id, std::string file_name,
                          const catalogue::AssetClass& c, bool with_progress) {
    UndoCounts sum;
    while (sum.more) {
        UndoCounts one;
        const auto body = [&](db::Session& tx) -> task<void> {
            one = co_await undo_batch(work, tx, run_id, file_name, c);
        };
        co_await work.context.platform.db.transaction(body);
        sum.undone += one.undone;
        sum.left += one.left;
        sum.more = one.more;
        if (with_progress) {
            const db::Rows rows = co_await work.context.platform.db.run(sql::undo_left, run_id);
            const db::Row row = rows.front();
            const auto all = static_cast<double>(std::max<std::int64_t>(row.integer("all_rows"), 1));
            co_await work.job.progress(100.0 * static_cast<double>(row.integer("done")) / all, "Hoàn tác");
        }
    }
    if (c.key == "ward") co_await refresh_all_wards(work.context, c);
    co_return sum;
}

task<void> undo(Work& work) {
    const auto begun = std::chrono::steady_clock::now();
    db::Pool& pool = work.context.platform.db;
    const db::Rows stored = co_await pool.run(sql::import_by_id, work.import_id, work.who.user_id);
    const ImportView view = co_await load_import(pool, work.who.user_id, work.import_id);
    const ImportSettings settings = settings_of(view);
    const catalogue::AssetClass& c = work.context.class_of(settings.class_key.value_or(""), "/class");
    const std::int64_t run_id = stored.front().maybe_integer("run_id").value_or(0);
    const UndoCounts counts = co_await undo_all(work, run_id, view.file_name, c, true);
    json::Writer report;
    report.begin_object().field("undone", counts.undone).field("left", counts.left);
    report.field("seconds", seconds_since(begun)).end_object();
    co_await pool.run(sql::set_undone, work.import_id, report.text(), work.context.platform.clock.now());
}

// A commit that was cancelled or failed leaves nothing of it in the register.
task<void> take_back(Work& work) {
    db::Pool& pool = work.context.platform.db;
    const db::Rows stored = co_await pool.run(sql::import_by_id, work.import_id, work.who.user_id);
    if (stored.empty() || stored.front().is_null("run_id")) co_return;
    const std::int64_t run_id = stored.front().integer("run_id");
    const ImportView view = co_await load_import(pool, work.who.user_id, work.import_id);
    const ImportSettings settings = settings_of(view);
    const catalogue::AssetClass& c = work.context.class_of(settings.class_key.value_or(""), "/class");
    co_await undo_all(work, run_id, view.file_name, c, false);
    co_await pool.run(sql::forget_run, work.import_id);
}

using Step = task<void> (*)(Work&);

// Runs a step; when it fails the import says why, when it is cancelled it stands where it stood before.
task<std::string> run_step(Context& context, jobs::Job& job, Step step, std::string before, bool writes) {
    const json::Document input = json::parse(job.input_json());
    const std::int64_t import_id = input.root().find("import")->integer();
    const std::int64_t user_id = input.root().find("user")->integer();
    http::Principal who = co_await context.security.principal_of_user(user_id);
    Work work{context, job, import_id, who, {user_id, who.name, "", ""}};
    std::optional<Error> failed;
    bool cancelled = false;
    try {
        co_await step(work);
    } catch (const Error& e) {
        failed = e;
    } catch (const db::SqlError& e) {
        log::error("registry.import_failed", {{"import", import_id}, {"error", e.what()}});
        failed = Error(Code::database_error, {}, {e.query});
    } catch (const jobs::Cancelled&) {
        cancelled = true;
    }
    if (!failed && !cancelled) co_return "{\"import\":" + std::to_string(import_id) + "}";
    if (writes) co_await take_back(work);
    if (cancelled) {
        co_await context.platform.db.run(sql::set_state, import_id, before);
        throw jobs::Cancelled();
    }
    const std::string state = before == "uploaded" ? "failed" : before;
    co_await context.platform.db.run(sql::set_failed, import_id, state, error_json(*failed));
    throw *failed;
}

}  // namespace

void register_import_jobs(Context& context) {
    jobs::Jobs& all = context.platform.jobs;
    all.handle("import.inspect",
               [&context](jobs::Job& job) { return run_step(context, job, inspect, "uploaded", false); });
    all.handle("import.check",
               [&context](jobs::Job& job) { return run_step(context, job, check, "inspected", false); });
    all.handle("import.commit",
               [&context](jobs::Job& job) { return run_step(context, job, commit, "checked", true); });
    all.handle("import.undo",
               [&context](jobs::Job& job) { return run_step(context, job, undo, "imported", false); });
}

}  // namespace hatang::registry
