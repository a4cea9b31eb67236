// GET /api/v1/data-quality, POST /api/v1/data-quality/runs, GET /api/v1/assets/{id}/findings
//
// Findings are kept by a job, one row a work; figures are counted when somebody asks, over the works that
// this person may read, so that everybody sees their own.
#include "registry/assets/filter.hpp"
#include "registry/assets/queries.hpp"
#include "registry/quality/figures.hpp"
#include "registry/quality/limits.hpp"
#include "registry/quality/model.hpp"
#include "registry/quality/queries.hpp"
#include "registry/state.hpp"

namespace hatang::registry {
namespace {

task<db::Rows> count_scoped(Context& context, const http::Call& call, db::Query named,
                            std::string_view before, std::string_view after) {
    Where where;
    const std::string read = security::scope(call.who, "asset.read").condition(where, "a");
    const std::string text = std::string(before) + read + std::string(after);
    co_return co_await context.platform.db.run_params(db::Query{named.name, text}, where.params());
}

task<void> name_groups(Context& context, QualityView& view) {
    for (QualityGroup& ward : view.wards) ward.name = context.ward_name(ward.key);
    std::vector<std::int64_t> ids;
    for (const QualityGroup& owner : view.owners)
        if (owner.key) ids.push_back(std::stoll(*owner.key));
    const db::Rows names = co_await context.platform.db.run(sql::organisation_names, ids);
    for (const db::Row row : names)
        for (QualityGroup& owner : view.owners)
            if (owner.key == std::to_string(row.integer("id"))) owner.name = row.text("name");
}

task<QualityView> figures(Context& context, http::Call& call) {
    QualityView view;
    co_await judge_when_due(context, call.who.user_id);
    const db::Rows last = co_await context.platform.db.run(sql::last_run);
    const bool whole = security::scope(call.who, "asset.read").unlimited();
    if (!last.empty()) {
        const db::Row run = last.front();
        view.judged_at = run.instant("finished_at");
        view.seconds = static_cast<double>(run.instant("finished_at") - run.instant("started_at")) / kSecond;
        // Counted over the whole city: not for eyes that see a part of it.
        if (whole) view.networks.json = run.text("pieces");
    }
    const db::Rows open = co_await context.platform.db.run(sql::open_job);
    if (!open.empty()) view.running_percent = open.front().number("percent");
    const db::Rows assets = co_await count_scoped(context, call, {"registry.quality.count_assets", ""},
                                                  sql::count_assets_before, sql::count_assets_after);
    const db::Rows findings = co_await count_scoped(context, call, {"registry.quality.count_findings", ""},
                                                    sql::count_findings_before, sql::count_findings_after);
    Figures all;
    for (const db::Row row : assets)
        all.add_assets(place_of(row.integer("grouped"), row.maybe_text("domain"), row.maybe_text("ward_code"),
                                row.maybe_integer("owner_id")),
                       row.integer("assets"), row.integer("judged"), row.integer("wanted"));
    for (const db::Row row : findings)
        all.add_finding(place_of(row.integer("grouped"), row.maybe_text("domain"),
                                 row.maybe_text("ward_code"), row.maybe_integer("owner_id")),
                        row.text("kind"), row.integer("n"), row.integer("amount"));
    const db::Rows known = co_await context.platform.db.run(sql::known_wards);
    const std::vector<std::string> wards = known.front().texts("codes");
    view.wards_known = static_cast<std::int64_t>(wards.size());
    all.fill(view, wards);
    co_await name_groups(context, view);
    co_return view;
}

task<FindingList> findings_of(Context& context, http::Call& call, std::int64_t id) {
    const db::Rows key = co_await context.platform.db.run(sql::asset_key, id);
    if (key.empty() || !security::scope(call.who, "asset.read").allows(security::asset_key(key.front())))
        throw Error(Code::not_found, "id", {"asset " + std::to_string(id)});
    const db::Rows rows = co_await context.platform.db.run(sql::findings_of, id);
    FindingList out;
    for (const db::Row row : rows)
        out.items.push_back({std::string(row.text("kind")), {row.maybe_text("detail").value_or("")}});
    // The other work of a pair may lie beyond what this person sees.
    const security::Scope& reads = security::scope(call.who, "asset.read");
    if (!reads.unlimited())
        for (FindingView& finding : out.items)
            if (finding.kind == "duplicate") finding.detail.json.clear();
    co_return out;
}

}  // namespace

void add_quality_routes(http::Router& router, Context& context) {
    const auto read = http::may_within("asset.read");
    router.get<http::Nothing, QualityView>(
        "/api/v1/data-quality", {"registry.quality.figures", read, "How good the data of the works is"},
        [&context](http::Call& call, const http::Nothing&) { return figures(context, call); });
    router.post<http::Nothing, QualityStarted>(
        "/api/v1/data-quality/runs",
        {"registry.quality.judge", http::may_within("asset.write"), "Judges all works anew", {}, false},
        [&context](http::Call& call, const http::Nothing&) -> task<QualityStarted> {
            const auto body = [&](db::Session& tx) -> task<std::int64_t> {
                co_return co_await begin_judgement(tx, context, call.who.user_id);
            };
            const std::int64_t job = co_await context.platform.db.transaction(body);
            call.status(202);
            co_return QualityStarted{job};
        });
    router.get<http::Nothing, FindingList>("/api/v1/assets/{id}/findings",
                                           {"registry.quality.findings", read, "What is wrong with an asset"},
                                           [&context](http::Call& call, const http::Nothing&) {
                                               return findings_of(context, call, call.path_id("id"));
                                           });
}

}  // namespace hatang::registry
