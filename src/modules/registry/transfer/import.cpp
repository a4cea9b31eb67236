#include <filesystem>

#include "base/log.hpp"
#include "registry/assets/checks.hpp"
#include "registry/assets/geometry.hpp"
#include "registry/assets/queries.hpp"
#include "registry/limits.hpp"
#include "registry/transfer/import_queries.hpp"
#include "registry/transfer/import_reader.hpp"
#include "registry/transfer/transfer.hpp"

namespace hatang::registry {
namespace {

struct Run {
    Context& context;
    const catalogue::AssetClass& asset_class;
    MappingRules rules;
    security::Actor actor;
    bool dry_run;
    std::int64_t id = 0;
    ImportReport report;

    void refuse(ImportReport::Refused row) {
        ++report.refused_count;
        if (report.refused.size() < limits::refused_rows_kept) report.refused.push_back(std::move(row));
    }
};

std::string stage_rows(const ImportBatch& batch) {
    db::CopyRows out(sql::stage_columns);
    for (const ImportRow& row : batch.rows) {
        const AssetInput& in = row.input;
        out.begin_row();
        out.integer(row.row);
        out.bytes(in.name);
        if (in.name_en)
            out.bytes(*in.name_en);
        else
            out.null();
        out.bytes(json::to_json(in.other_names));
        out.bytes(row.name_folded);
        out.bytes(in.attributes_json);
        out.bytes(in.geometry_json);
        out.bytes(in.identifiers[0].kind);
        out.bytes(in.identifiers[0].value);
        out.bytes(row.sha256);
        out.bytes(in.source.value_or(""));
    }
    return out.take();
}

void take_refusals(Run& run, const db::Rows& taken, const db::Rows& shapes) {
    for (const db::Row row : taken)
        run.refuse(
            refused_row(row.integer("row"),
                        Error(Code::duplicate_identifier, json::pointer("/properties", run.rules.id_property),
                              {std::string(row.text("id_kind")), std::string(row.text("id_value")),
                               std::to_string(row.integer("asset_id"))})));
    for (const db::Row row : shapes)
        run.refuse(
            refused_row(row.integer("row"), shape_error(row.text("reason"), row.maybe_number("x").value_or(0),
                                                        row.maybe_number("y").value_or(0), "/geometry")));
}

struct BatchCounts {
    std::int64_t created = 0, changed = 0, unchanged = 0;
    std::string bbox = "null";
};
// Leaves the transaction of a trial run, so that it is rolled back.
struct TrialDone {
    BatchCounts counts;
};

BatchCounts counts_of(const db::Rows& rows) {
    BatchCounts out;
    if (rows.empty()) return out;
    const db::Row row = rows.front();
    out.created = row.integer("created");
    out.changed = row.integer("changed");
    out.unchanged = row.integer("unchanged");
    if (row.is_null("west")) return out;
    json::Writer w;
    w.begin_array().value(row.number("west")).value(row.number("south"));
    w.value(row.number("east")).value(row.number("north")).end_array();
    out.bbox = w.take();
    return out;
}

std::string counts_json(const Run& run, const BatchCounts& counts) {
    json::Writer w;
    w.begin_object().field("class", run.asset_class.key).field("domain", run.asset_class.domain);
    w.field("created", counts.created)
        .field("changed", counts.changed)
        .raw_field("bbox", counts.bbox)
        .end_object();
    return w.take();
}

task<BatchCounts> write_batch(Run& run, db::Session& tx, const ImportBatch& batch) {
    const catalogue::AssetClass& c = run.asset_class;
    const Instant now = run.context.platform.clock.now();
    const std::string scope = identifier_scope(batch.rows[0].input.identifiers[0].kind, c.key);
    const std::string level(to_text(c.level));
    co_await tx.script("registry.import.stage", sql::create_stage);
    co_await tx.copy_in(sql::copy_stage, stage_rows(batch));
    std::vector<db::Session::Statement> s;
    s.push_back({sql::match_stage, {c.key, scope}});
    s.push_back({sql::refuse_taken, {}});
    s.push_back({sql::refuse_shapes, {}});
    s.push_back({sql::number_new, {}});
    s.push_back({sql::insert_new,
                 {c.key, c.domain, level, run.rules.generated, now, security::to_text(c.sensitivity)}});
    s.push_back({sql::update_changed, {now}});
    s.push_back({sql::identify_new, {scope}});
    s.push_back({sql::version_touched, {run.actor.user_id, run.actor.name, run.rules.file_name}});
    s.push_back({sql::remember_rows, {run.id}});
    s.push_back({sql::tell_history, {now, run.rules.file_name, run.actor.name}});
    s.push_back({sql::count_stage, {}});
    const std::vector<db::Rows> results = co_await tx.run_all(std::move(s));
    take_refusals(run, results[1], results[2]);
    const BatchCounts counts = counts_of(results.back());
    if (run.dry_run) throw TrialDone{counts};
    co_await tx.run(sql::count_run, run.id, counts.created, counts.changed, counts.unchanged);
    if (counts.created + counts.changed > 0) {
        const std::string after = counts_json(run, counts);
        security::Change change{"asset.import", "import", run.id, {}, after, run.rules.file_name};
        co_await run.context.security.audit(tx, run.actor, std::move(change));
        co_await run.context.platform.events.emit(tx, "asset.imported", c.key, after);
    }
    co_return counts;
}

task<void> import_batch(Run& run, const ImportBatch& batch) {
    BatchCounts counts;
    const auto body = [&](db::Session& tx) -> task<void> {
        // A trial run needs a run row to point at; it goes with the rest.
        if (run.dry_run) {
            const db::Rows begun =
                co_await tx.run(sql::begin_run, run.asset_class.key, run.rules.file_name,
                                run.context.platform.clock.now(), run.actor.user_id, run.actor.name);
            run.id = begun.front().integer("id");
        }
        counts = co_await write_batch(run, tx, batch);
    };
    try {
        co_await run.context.platform.db.transaction(body);
    } catch (const TrialDone& trial) {
        counts = trial.counts;
    }
    run.report.created += counts.created;
    run.report.changed += counts.changed;
    run.report.unchanged += counts.unchanged;
}

task<void> refresh_wards(Context& context) {
    const auto body = [&](db::Session& tx) -> task<void> {
        co_await tx.script("registry.import.no_limit", "set local statement_timeout = '10min'");
        co_await tx.run(sql::refresh_wards);
    };
    co_await context.platform.db.transaction(body);
}

}  // namespace

task<ImportReport> import_file(Context& context, Registry::ImportOptions options,
                               std::function<void(ImportProgress)> progress, security::Actor actor) {
    const auto started = std::chrono::steady_clock::now();
    const catalogue::AssetClass& c = context.class_of(options.class_key, "class");
    Run run{context, c, rules_for(c, options), std::move(actor), options.dry_run, 0, {}};
    run.report.class_key = c.key;
    ImportReader reader(context.catalogue, run.rules, options.path);
    Loop& loop = context.platform.loop;
    db::Pool& pool = context.platform.db;
    const std::int64_t total = co_await loop.blocking([&] { return reader.check_file(); });
    if (!run.dry_run) {
        const db::Rows begun =
            co_await pool.run(sql::begin_run, c.key, run.rules.file_name, context.platform.clock.now(),
                              run.actor.user_id, run.actor.name);
        run.id = begun.front().integer("id");
    }
    ImportProgress done;
    for (bool last = false; !last;) {
        ImportBatch batch = co_await loop.blocking([&] { return reader.next(); });
        last = batch.last;
        for (ImportReport::Refused& row : batch.refused) run.refuse(std::move(row));
        if (!batch.rows.empty()) co_await import_batch(run, batch);
        done.rows_done += batch.rows_read;
        done.percent =
            total == 0 ? 100 : 100.0 * static_cast<double>(done.rows_done) / static_cast<double>(total);
        if (progress) progress(done);
    }
    const ImportReport& report = run.report;
    if (!run.dry_run) {
        if (c.key == "ward" && report.created + report.changed > 0) co_await refresh_wards(context);
        co_await pool.run(sql::end_run, run.id, context.platform.clock.now(), report.refused_count);
    }
    run.report.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - started).count();
    log::info("registry.imported", {{"class", c.key},
                                    {"created", report.created},
                                    {"changed", report.changed},
                                    {"unchanged", report.unchanged},
                                    {"refused", report.refused_count},
                                    {"seconds", report.seconds}});
    co_return std::move(run.report);
}

}  // namespace hatang::registry
