// /api/v1/security/rights-review
#include "security/review/routes.hpp"

#include "security/paging.hpp"
#include "security/review/csv.hpp"
#include "security/review/queries.hpp"
#include "security/users/users.hpp"

namespace hatang::security {
namespace {

ReviewItem item_of(const db::Row& row, Instant now) {
    ReviewItem item;
    item.user_id = row.integer("id");
    item.user = row.text("name");
    item.full_name = row.text("full_name");
    item.organisation = row.maybe_text("organisation");
    item.roles = row.texts("roles");
    item.grants = row.integer("grants");
    item.last_sign_in_at = row.maybe_instant("last_sign_in_at");
    item.reviewed_at = row.maybe_instant("decided_at");
    item.reviewed_by = row.maybe_text("decided_by_name");
    if (const auto decision = row.maybe_text("decision"))
        item.decision = json::from_text<ReviewDecision>(*decision);
    item.due_at = row.instant("due_at");
    item.due = item.due_at <= now;
    return item;
}

task<std::vector<ReviewItem>> read_items(Context& context, std::int64_t after, std::int64_t limit) {
    const Instant now = context.platform.clock.now();
    const db::Rows rows = co_await context.platform.db.run(
        sql::review_page, now, context.policy.integer("review_months"), after, limit);
    std::vector<ReviewItem> out;
    for (const db::Row row : rows) out.push_back(item_of(row, now));
    co_return out;
}

task<http::Response> whole_csv(Context& context) {
    std::string text = review_csv_header();
    std::int64_t after = 0;
    for (bool more = true; more;) {
        const std::vector<ReviewItem> items = co_await read_items(context, after, limits::page_max);
        for (const ReviewItem& item : items) text += review_csv_line(item);
        more = static_cast<std::int64_t>(items.size()) == limits::page_max;
        if (more) after = items.back().user_id;
    }
    http::Response response = http::Response::bytes("text/csv; charset=utf-8", std::move(text));
    response.header("Content-Disposition", "attachment; filename=\"rights-review.csv\"");
    co_return response;
}

task<http::Response> get_review(Context& context, const ReviewQuery& in) {
    if (in.format == ReviewFormat::csv) co_return co_await whole_csv(context);
    const PageRequest page = page_of(in.limit ? in.limit : std::optional(limits::page_max), in.cursor);
    RightsReview out;
    out.items = co_await read_items(context, page.after.value_or(0), page.limit + 1);
    if (static_cast<std::int64_t>(out.items.size()) > page.limit) {
        out.items.resize(static_cast<std::size_t>(page.limit));
        out.next = std::to_string(out.items.back().user_id);
    }
    const db::Rows summary =
        co_await context.platform.db.run(sql::review_summary, context.policy.integer("review_months"));
    out.due_at = summary.front().maybe_instant("due_at");
    out.last_at = summary.front().maybe_instant("last_at");
    co_return http::Response::json(json::to_json(out));
}

task<ReviewItem> decide(Context& context, db::Session& tx, ReviewInput in, Actor actor) {
    const Instant now = context.platform.clock.now();
    const std::int64_t months = context.policy.integer("review_months");
    const db::Rows found = co_await tx.run(sql::review_of, now, months, in.user_id);
    if (found.empty()) throw Error(Code::unknown_user, "/user_id", {std::to_string(in.user_id)});
    const std::string before = json::to_json(item_of(found.front(), now)),
                      decision(json::to_text(in.decision)), action = "rights_review." + decision;
    co_await tx.run(sql::insert_review, in.user_id, decision, in.note, now, actor.user_id, actor.name);
    if (in.decision == ReviewDecision::disable) {
        UserPatch patch;
        patch.enabled = false;
        const std::function<void(std::int64_t)> any_version = [](std::int64_t) {};
        co_await change_user(context, tx, in.user_id, patch, any_version, actor);
    }
    const db::Rows rows = co_await tx.run(sql::review_of, now, months, in.user_id);
    const ReviewItem after = item_of(rows.front(), now);
    Change change;
    change.action = action;
    change.entity = "user";
    change.entity_id = in.user_id;
    change.before = before;
    change.after = json::to_json(after);
    change.reason = in.note.value_or("");
    co_await context.security.audit(tx, actor, change);
    co_return after;
}

task<ReviewItem> post_review(Context& context, http::Call& call, const ReviewInput& in) {
    const Actor actor = actor_of(call);
    const auto body = [&](db::Session& tx) -> task<ReviewItem> { return decide(context, tx, in, actor); };
    const ReviewItem item = co_await context.platform.db.transaction(body);
    context.cache.forget_user(in.user_id);
    co_return item;
}

}  // namespace

void add_review_routes(http::Router& router, Context& context) {
    router.get<ReviewQuery, http::Response>(
        "/api/v1/security/rights-review",
        {"security.review.list", http::may("security.read"),
         "Who holds which rights, and when they are reviewed"},
        [&context](http::Call&, const ReviewQuery& in) -> task<http::Response> {
            return get_review(context, in);
        });
    http::RouteMeta decide{"security.review.decide", http::may("user.write"),
                           "Records the decision of a review"};
    decide.creates = false;
    router.post<ReviewInput, ReviewItem>(
        "/api/v1/security/rights-review", decide,
        [&context](http::Call& call, const ReviewInput& in) -> task<ReviewItem> {
            return post_review(context, call, in);
        });
}

}  // namespace hatang::security
