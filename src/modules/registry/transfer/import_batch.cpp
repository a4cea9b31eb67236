#include "registry/transfer/import_batch.hpp"

#include "registry/assets/checks.hpp"
#include "registry/assets/geometry.hpp"
#include "registry/assets/queries.hpp"
#include "registry/limits.hpp"
#include "registry/transfer/import_queries.hpp"

namespace hatang::registry {
namespace {

std::string stage_rows(const ImportBatch& batch) {
    db::CopyRows out(sql::stage_columns);
    const auto maybe = [&out](const auto& text) {
        if (text)
            out.bytes(*text);
        else
            out.null();
    };
    for (const ImportRow& row : batch.rows) {
        const AssetInput& in = row.input;
        out.begin_row();
        out.integer(row.row);
        out.bytes(in.name);
        maybe(in.name_en);
        if (row.knows_other_names)
            out.bytes(json::to_json(in.other_names));
        else
            out.null();
        out.bytes(row.name_folded);
        out.bytes('\1' + in.attributes_json);  // jsonb: the version of its form comes first
        if (row.wkb.empty())
            out.null();
        else
            out.bytes(row.wkb);
        if (in.identifiers.empty()) {
            out.null();
            out.null();
        } else {
            out.bytes(in.identifiers[0].kind);
            out.bytes(in.identifiers[0].value);
        }
        out.bytes(row.sha256);
        out.bytes(in.source.value_or(""));
        maybe(row.status);
        if (in.owner_id)
            out.integer(*in.owner_id);
        else
            out.null();
        out.boolean(row.named);
    }
    return out.take();
}

void take_refusals(const BatchTarget& target, BatchResult& result, const db::Rows& taken,
                   const db::Rows& shapes) {
    for (const db::Row row : taken) {
        const std::string value(row.text("id_value"));
        const std::optional<std::int64_t> owner = row.maybe_integer("asset_id");
        result.refused.push_back(refused_row(
            row.integer("row"), owner ? Error(Code::duplicate_identifier, target.id_where,
                                              {std::string(row.text("id_kind")), value,
                                               target.who ? "?" : std::to_string(*owner)})
                                      : Error(Code::city_code_not_issued, target.id_where, {value})));
    }
    for (const db::Row row : shapes)
        result.refused.push_back(
            refused_row(row.integer("row"), shape_error(row.text("reason"), row.maybe_number("x").value_or(0),
                                                        row.maybe_number("y").value_or(0), "/geometry")));
}

// Leaves the transaction of a trial run, so that it is rolled back.
struct TrialDone {};

void take_counts(BatchResult& out, const db::Rows& rows) {
    if (rows.empty()) return;
    const db::Row row = rows.front();
    out.created = row.integer("created");
    out.changed = row.integer("changed");
    out.unchanged = row.integer("unchanged");
    out.ids = row.integers("ids");
    if (row.is_null("west")) return;
    json::Writer w;
    w.begin_array().value(row.number("west")).value(row.number("south"));
    w.value(row.number("east")).value(row.number("north")).end_array();
    out.bbox = w.take();
}

std::string counts_json(const BatchTarget& target, const BatchResult& counts) {
    json::Writer w;
    w.begin_object().field("class", target.asset_class.key).field("domain", target.asset_class.domain);
    w.field("created", counts.created)
        .field("changed", counts.changed)
        .raw_field("bbox", counts.bbox)
        .end_object();
    return w.take();
}

// Rows whose asset lies outside of what the person may import, as it was or as it would be.
std::string refuse_beyond_sql(const BatchTarget& target, db::Where& where) {
    const security::Scope& scope = security::scope(*target.who, "asset.import");
    const std::string domain = where.value(target.asset_class.domain),
                      key = where.value(target.asset_class.key),
                      sensitivity = where.value(security::to_text(target.asset_class.sensitivity));
    const std::string after = scope.condition(where, "n"), before = scope.condition(where, "a");
    return "with judged as (select s.row from import_stage s left join registry.asset a on a.id = s.asset_id "
           "and not s.is_new cross join lateral (select coalesce(s.owner_id, a.owner_id) as owner_id, "
           "a.operator_id, s.ward_code, " +
           domain + "::text as domain, " + key + "::text as class_key, coalesce(a.sensitivity, " +
           sensitivity + "::text) as sensitivity) n where not s.same and not coalesce((" + after +
           ") and (s.is_new or (" + before +
           ")), false)) delete from import_stage s using judged j where j.row = s.row returning s.row";
}

std::string near_duplicates_sql(const BatchTarget& target, db::Where& where) {
    const std::string read = security::scope(*target.who, "asset.read").condition(where, "a");
    return std::string(sql::near_duplicates_before) + read + std::string(sql::near_duplicates_after);
}

task<void> judge_rows(const BatchTarget& target, db::Session& tx, const ImportBatch& batch,
                      BatchResult& result) {
    std::map<std::int64_t, std::string_view> names;
    for (const ImportRow& row : batch.rows) names[row.row] = row.input.name;
    db::Where where;
    where.value(target.asset_class.key);
    const std::string near_sql = near_duplicates_sql(target, where);
    const db::Rows twins =
        co_await tx.run(db::Query{"registry.import.near_duplicates", near_sql}, where.params());
    std::map<std::int64_t, std::int64_t> twin_of;
    for (const db::Row row : twins) twin_of[row.integer("row")] = row.integer("twin");
    const db::Rows rows = co_await tx.run(sql::stage_results);
    for (const db::Row row : rows) {
        RowResult one;
        one.row = row.integer("row");
        one.outcome = row.boolean("same") ? "unchanged" : row.boolean("is_new") ? "created" : "changed";
        one.name = names[one.row];
        one.lon = row.maybe_number("lon");
        one.lat = row.maybe_number("lat");
        // A trial numbers assets that never come to be.
        if (!target.dry_run || one.outcome != "created") one.asset_id = row.integer("asset_id");
        result.rows.push_back(one);
        const std::size_t before = result.rows.size();
        if (row.boolean("outside"))
            result.rows.push_back(warning(one, Error(Code::outside_city, "/geometry")));
        if (const auto twin = twin_of.find(one.row); twin != twin_of.end())
            result.rows.push_back(warning(
                one, Error(Code::near_duplicate, "/geometry", {std::to_string(twin->second), sql::near_m})));
        result.warned += result.rows.size() > before;
    }
}

task<void> write_batch(BatchTarget& target, db::Session& tx, const ImportBatch& batch, std::int64_t rows_done,
                       BatchResult& result) {
    const catalogue::AssetClass& c = target.asset_class;
    const Instant now = target.context.platform.clock.now();
    const std::vector<Identifier>& identifiers = batch.rows[0].input.identifiers;
    const std::string scope =
        identifiers.empty() ? std::string() : identifier_scope(identifiers[0].kind, c.key);
    const std::string level(to_text(c.level));
    co_await tx.script("registry.import.stage", sql::create_stage);
    co_await tx.copy_in(sql::copy_stage, stage_rows(batch));
    std::vector<db::Session::Statement> s;
    s.push_back({sql::match_stage, {c.key, scope}});
    s.push_back({sql::refuse_taken, {}});
    s.push_back({sql::refuse_shapes, {}});
    db::Where where;
    std::string beyond;  // the statement points into it
    if (target.who && !security::scope(*target.who, "asset.import").unlimited()) {
        beyond = refuse_beyond_sql(target, where);
        s.push_back({{"registry.import.refuse_beyond", beyond}, where.params()});
    }
    std::vector<db::Rows> results = co_await tx.run_all(std::move(s));
    take_refusals(target, result, results[1], results[2]);
    if (results.size() > 3)
        for (const db::Row row : results[3])
            result.refused.push_back(
                refused_row(row.integer("row"), Error(Code::forbidden, {}, {"asset.import"})));
    if (target.who) co_await judge_rows(target, tx, batch, result);
    // Of a trial the first batch goes all the way and back: what the database refuses for the whole file, an
    // owner that is gone, shows there. The rows of the others are judged by now.
    if (target.dry_run && rows_done > batch.rows_read) {
        const db::Rows counted = co_await tx.run(sql::count_stage);
        take_counts(result, counted);
        throw TrialDone();
    }
    s.clear();
    if (target.import_id && !target.dry_run) s.push_back({sql::remember_touched, {target.run_id}});
    s.push_back(
        {sql::insert_new, {c.key, c.domain, level, target.generated, now, security::to_text(c.sensitivity)}});
    s.push_back({sql::update_changed, {now}});
    s.push_back({sql::identify_new, {scope}});
    s.push_back({sql::version_touched, {target.actor.user_id, target.actor.name, target.file_name}});
    s.push_back({sql::remember_rows, {target.run_id}});
    s.push_back({sql::tell_history, {now, target.file_name, target.actor.name}});
    s.push_back({sql::count_stage, {}});
    results = co_await tx.run_all(std::move(s));
    take_counts(result, results.back());
    if (target.dry_run) throw TrialDone();
    co_await tx.run(sql::count_run, target.run_id, result.created, result.changed, result.unchanged);
    if (target.import_id) co_await tx.run(sql::rows_done, *target.import_id, rows_done);
    if (result.created + result.changed > 0) {
        const std::string after = counts_json(target, result);
        security::Change change{"asset.import", "import", target.run_id, {}, after, target.file_name};
        co_await target.context.security.audit(tx, target.actor, std::move(change));
        const std::string news = with_ids(after, result.ids);
        co_await target.context.platform.events.emit(tx, "asset.imported", c.key, news);
    }
}

}  // namespace

RowResult result_of(const ImportReport::Refused& refused) {
    RowResult out;
    out.row = refused.row;
    out.outcome = "refused";
    out.code = refused.code;
    out.where = refused.where;
    out.reason_vi = refused.reason_vi;
    out.reason_en = refused.reason_en;
    return out;
}

RowResult warning(const RowResult& of, const Error& error) {
    RowResult out = result_of(refused_row(of.row, error));
    out.outcome = "warned";
    out.name = of.name;
    out.lon = of.lon;
    out.lat = of.lat;
    out.asset_id = of.asset_id;
    return out;
}

task<BatchResult> import_batch(BatchTarget& target, const ImportBatch& batch, std::int64_t rows_done) {
    BatchResult result;
    if (batch.rows.empty()) co_return result;
    const auto body = [&](db::Session& tx) -> task<void> {
        // A trial run needs a run row to point at; it goes with the rest.
        if (target.dry_run) {
            const db::Rows begun =
                co_await tx.run(sql::begin_run, target.asset_class.key, target.file_name,
                                target.context.platform.clock.now(), target.actor.user_id, target.actor.name);
            target.run_id = begun.front().integer("id");
        }
        co_await write_batch(target, tx, batch, rows_done, result);
    };
    try {
        co_await target.context.platform.db.transaction(body);
    } catch (const TrialDone&) {
    }
    co_return result;
}

std::string with_ids(std::string counts_json, const std::vector<std::int64_t>& ids) {
    json::Writer w;
    w.begin_array();
    for (const std::int64_t id : ids) w.value(id);
    counts_json.insert(counts_json.size() - 1, ",\"ids\":" + w.end_array().take());
    return counts_json;
}

task<void> refresh_all_wards(Context& context, const catalogue::AssetClass& c) {
    json::Writer w;
    w.begin_object().field("class", c.key).field("domain", c.domain).field("created", 0).field("changed", 0);
    w.raw_field("bbox", "null").end_object();
    const std::string news = with_ids(w.take(), {});
    const auto body = [&](db::Session& tx) -> task<void> {
        co_await tx.script("registry.import.no_limit", "set local statement_timeout = '10min'");
        co_await tx.run(sql::refresh_wards);
        co_await context.platform.events.emit(tx, "asset.imported", c.key, news);
    };
    co_await context.platform.db.transaction(body);
}

task<void> vacuum_after(Platform& platform, std::int64_t rows) {
    if (rows < limits::import_vacuum_rows) co_return;
    // What statements choose and order by. The rest, long texts and shapes of past versions, is judged by
    // PostgreSQL in its own time; so are words and attributes sorted into their indexes, which search through
    // what is not sorted in as well.
    std::vector<std::string_view> vacuums{
        "vacuum (analyze, skip_locked, index_cleanup off) registry.asset (id, class_key, domain, level, "
        "status, owner_id, "
        "operator_id, parent_id, ward_code, sensitivity, least_zoom, geom)",
        "vacuum (analyze, skip_locked) registry.asset_version (asset_id, version, valid_from, valid_to, "
        "recorded_at, superseded_at), registry.identifier, registry.asset_history"};
    const auto vacuum = [&]() -> task<void> {
        const std::string_view sql = vacuums.back();
        vacuums.pop_back();
        db::Pool::Lease lease = co_await platform.db.lease();
        co_await lease->script("registry.import.vacuum", sql);
    };
    co_await platform.loop.at_once(static_cast<int>(vacuums.size()), vacuum, "registry.import.vacuum");
}

}  // namespace hatang::registry
