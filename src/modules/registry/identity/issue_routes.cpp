// POST /api/v1/assets/{id}/city-code, /api/v1/city-code-batches
#include "registry/identity/issue.hpp"
#include "registry/identity/model.hpp"
#include "registry/identity/queries.hpp"
#include "registry/quality/model.hpp"

namespace hatang::registry {
namespace {

static_assert(limits::identifiers_max == 50, "HATANG_LACKS_CODE says the number too");

// Works of the filter that lack a code and that the person may read and write.
Where lacking(const ExportFilter& filter, const http::Principal& who) {
    Where where = conditions_of(filter);
    where.add(HATANG_LACKS_CODE);
    security::scope(who, "asset.read").add_to(where, "a");
    security::scope(who, "asset.write").add_to(where, "a");
    return where;
}

task<std::int64_t> count_lacking(db::Session& tx, const ExportFilter& filter, const http::Principal& who) {
    const Where where = lacking(filter, who);
    const std::string text = "select count(*) as n from registry.asset a where " + where.text();
    const db::Rows rows = co_await tx.run(db::Query{"registry.count_lacking_code", text}, where.params());
    co_return rows.front().integer("n");
}

CodeBatchView batch_of(const db::Row& row) {
    CodeBatchView v;
    v.id = row.integer("id");
    v.state = row.text("state");
    v.total = row.integer("total");
    v.issued = row.integer("issued");
    v.job_id = row.maybe_integer("job_id");
    v.error.json = row.maybe_text("error").value_or("");
    v.created_at = row.instant("created_at");
    return v;
}

task<CodeBatchView> begin_batch(Context& context, http::Call& call, CodeBatchBegin body) {
    const ExportFilter& filter = body.filter;
    if (filter.class_key) context.class_of(*filter.class_key, "/filter/class");
    const auto write = [&](db::Session& tx) -> task<CodeBatchView> {
        CodeBatchView counted;
        counted.state = "counted";
        counted.total = co_await count_lacking(tx, filter, call.who);
        if (body.dry_run.value_or(false)) co_return counted;
        const db::Rows made =
            co_await tx.run(sql::insert_code_batch, call.who.user_id, call.who.name, json::to_json(filter),
                            counted.total, context.platform.clock.now());
        const std::int64_t id = made.front().integer("id");
        const std::string input = "{\"batch\":" + std::to_string(id) + "}";
        const std::int64_t job =
            co_await context.platform.jobs.enqueue(tx, "city_codes", input, call.who.user_id);
        co_await tx.run(sql::code_batch_job, id, job);
        const db::Rows rows = co_await tx.run(sql::code_batch, id);
        co_return batch_of(rows.front());
    };
    CodeBatchView view = co_await context.platform.db.transaction(write);
    if (view.id) {
        call.status(202);
        call.header("Location", "/api/v1/city-code-batches/" + std::to_string(*view.id));
    } else {
        call.status(200);
    }
    co_return view;
}

// One transaction of the act. Gives how many codes were issued and the last work looked at; nothing left: 0.
struct Step {
    std::int64_t issued = 0, last = 0;
};
task<Step> issue_some(db::Session& tx, Context& context, std::int64_t batch, const ExportFilter& filter,
                      const http::Principal& who, std::int64_t after) {
    Where where = lacking(filter, who);
    where.add("a.id > ?", {after});
    const std::string text = "select a.id from registry.asset a where " + where.text() +
                             " order by a.id limit " + std::to_string(limits::code_batch_rows) +
                             " for update of a";
    const db::Rows rows = co_await tx.run(db::Query{"registry.lock_lacking_code", text}, where.params());
    std::vector<std::int64_t> ids;
    for (const db::Row row : rows) ids.push_back(row.integer("id"));
    Step step;
    if (ids.empty()) co_return step;
    step.last = ids.back();
    security::Actor actor;
    actor.user_id = who.user_id;
    actor.name = who.name;
    const std::vector<std::int64_t> issued = co_await issue_codes(tx, context, std::move(ids), actor);
    step.issued = static_cast<std::int64_t>(issued.size());
    co_await tx.run(sql::code_batch_counts, batch, step.issued);
    co_return step;
}

task<void> issue_all(Context& context, jobs::Job& job, std::int64_t batch, const db::Row& row) {
    const http::Principal who = co_await context.security.principal_of_user(row.integer("user_id"));
    const json::Document filter_json = json::parse(row.text("filter"));
    const auto filter = json::read<ExportFilter>(filter_json.root());
    const auto total = static_cast<double>(std::max<std::int64_t>(row.integer("total"), 1));
    std::int64_t done = row.integer("issued");
    for (std::int64_t last = 0;;) {
        const auto body = [&](db::Session& tx) -> task<Step> {
            co_return co_await issue_some(tx, context, batch, filter, who, last);
        };
        const Step step = co_await context.platform.db.transaction(body);
        if (step.last == 0) break;
        last = step.last;
        done += step.issued;
        context.changed();
        co_await job.progress(std::min(99.0, 100.0 * static_cast<double>(done) / total), "Cấp mã tạm");
    }
}

task<std::string> run_batch(Context& context, jobs::Job& job) {
    const json::Document input = json::parse(job.input_json());
    const std::int64_t batch = input.root().find("batch")->integer();
    const db::Rows rows = co_await context.platform.db.run(sql::code_batch, batch);
    if (rows.empty()) co_return "{}";
    std::optional<Error> failed;
    try {
        co_await issue_all(context, job, batch, rows.front());
    } catch (const Error& e) {
        failed = e;
    }
    if (failed) {
        json::Writer w;
        w.begin_object().field("code", error_info(failed->code).code);
        w.field("message_vi", failed->text_vi()).field("message_en", failed->text_en()).end_object();
        co_await context.platform.db.run(sql::code_batch_ends, batch, "failed", w.take());
        throw *failed;
    }
    // The works have new versions, so what was found wrong with them is to be found again.
    const auto end = [&](db::Session& tx) -> task<void> {
        co_await tx.run(sql::code_batch_ends, batch, "done", std::optional<std::string>());
        co_await begin_judgement(tx, context, rows.front().integer("user_id"));
    };
    co_await context.platform.db.transaction(end);
    co_return "{\"batch\":" + std::to_string(batch) + "}";
}

}  // namespace

void register_code_jobs(Context& context) {
    context.platform.jobs.handle("city_codes",
                                 [&context](jobs::Job& job) { return run_batch(context, job); });
}

void add_issue_routes(http::Router& router, Context& context) {
    const auto write = http::may_within("asset.write");
    router.post<http::Nothing, IssuedCode>(
        "/api/v1/assets/{id}/city-code",
        {"registry.codes.issue", write, "Gives the asset its provisional code, or the one it has", {}, false},
        [&context](http::Call& call, const http::Nothing&) -> task<IssuedCode> {
            const std::int64_t id = call.path_id("id");
            const auto body = [&](db::Session& tx) -> task<std::string> {
                co_return co_await issue_code(tx, context, call, id);
            };
            std::string code = co_await context.platform.db.transaction(body);
            context.changed();
            co_return IssuedCode{id, std::move(code)};
        });
    router.post<CodeBatchBegin, CodeBatchView>(
        "/api/v1/city-code-batches",
        {"registry.codes.issue_many", write,
         "Issues provisional codes to all works of a filter that lack one"},
        [&context](http::Call& call, const CodeBatchBegin& body) {
            return begin_batch(context, call, body);
        });
    router.get<http::Nothing, CodeBatchView>(
        "/api/v1/city-code-batches/{id}", {"registry.codes.batch", write, "Such an act of the caller"},
        [&context](http::Call& call, const http::Nothing&) -> task<CodeBatchView> {
            const std::int64_t id = call.path_id("id");
            const db::Rows rows = co_await context.platform.db.run(sql::code_batch, id);
            if (rows.empty() || rows.front().integer("user_id") != call.who.user_id)
                throw Error(Code::not_found, "id", {"code batch " + std::to_string(id)});
            co_return batch_of(rows.front());
        });
}

}  // namespace hatang::registry
