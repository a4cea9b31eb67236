#include "base/page.hpp"
#include "jobs/change.hpp"
#include "jobs/jobs.hpp"
#include "jobs/queries.hpp"

namespace hatang::jobs {
namespace {

struct JobView {
    std::int64_t id = 0;
    std::string kind, state;
    json::Raw input;
    double percent = 0;
    std::string words;
    json::Raw result, error;
    std::optional<std::int64_t> user_id;
    std::int64_t attempts = 0;
    Instant created_at;
    std::optional<Instant> started_at, finished_at;
};
struct JobPage {
    std::vector<JobView> items;
    std::optional<std::string> next;
};
struct JobQuery {
    std::optional<std::int64_t> limit;
    std::optional<std::string> cursor;
};

}  // namespace
}  // namespace hatang::jobs

template <>
struct hatang::json::Describe<hatang::jobs::JobView> {
    using J = hatang::jobs::JobView;
    static constexpr std::string_view name = "Job";
    static constexpr auto fields =
        std::tuple{field("id", &J::id, "Identifier"),
                   field("kind", &J::kind, "What work it is"),
                   field("state", &J::state, "queued, running, done, failed or cancelled"),
                   field("input", &J::input, "What it was asked"),
                   field("percent", &J::percent, "Progress, 0…100"),
                   field("words", &J::words, "What it is doing"),
                   field("result", &J::result, "What it gave; null until done"),
                   field("error", &J::error, "Why it failed"),
                   field("user_id", &J::user_id, "Who asked; null: the program"),
                   field("attempts", &J::attempts, "How often it was begun"),
                   field("created_at", &J::created_at, "When it was asked"),
                   field("started_at", &J::started_at, "When it was last begun"),
                   field("finished_at", &J::finished_at, "When it ended")};
};
template <>
struct hatang::json::Describe<hatang::jobs::JobPage> {
    using P = hatang::jobs::JobPage;
    static constexpr std::string_view name = "JobPage";
    static constexpr auto fields =
        std::tuple{field("items", &P::items, "Newest first"),
                   field("next", &P::next, "Cursor of the next page; null on the last")};
};
template <>
struct hatang::json::Describe<hatang::jobs::JobQuery> {
    using Q = hatang::jobs::JobQuery;
    static constexpr std::string_view name = "JobQuery";
    static constexpr auto fields = std::tuple{field("limit", &Q::limit, "1…1,000; default 100"),
                                              field("cursor", &Q::cursor, "next of an earlier page")};
};

namespace hatang::jobs {
namespace {

JobView view_of(db::Row row) {
    JobView out;
    out.id = row.integer("id");
    out.kind = row.text("kind");
    out.state = row.text("state");
    out.input.json = row.text("input");
    out.percent = row.number("percent");
    out.words = row.text("words");
    out.result.json = row.maybe_text("result").value_or("");
    out.error.json = row.maybe_text("error").value_or("");
    out.user_id = row.maybe_integer("user_id");
    out.attempts = row.integer("attempts");
    out.created_at = row.instant("created_at");
    out.started_at = row.maybe_instant("started_at");
    out.finished_at = row.maybe_instant("finished_at");
    return out;
}

task<JobView> find(db::Pool& pool, std::int64_t id) {
    const db::Rows rows = co_await pool.run(by_id, id);
    if (rows.empty()) throw Error(Code::not_found, {}, {"job " + std::to_string(id)});
    co_return view_of(rows.front());
}

// Cancels or puts back into the queue; a job in another state keeps it.
task<JobView> act(db::Pool& pool, db::Query query, std::string_view verb, std::int64_t id) {
    const db::Rows rows = co_await change(pool, query, id);
    if (!rows.empty()) co_return view_of(rows.front());
    const JobView there = co_await find(pool, id);
    throw Error(Code::invalid_transition, {}, {std::string(verb), there.state});
}

}  // namespace

void Jobs::add_routes(http::Router& router) {
    db::Pool& pool = pool_of();
    router.get<JobQuery, JobPage>("/api/v1/jobs",
                                  {"jobs.list", http::may("jobs.read"), "Lists jobs, newest first"},
                                  [&pool](http::Call&, const JobQuery& q) -> task<JobPage> {
                                      const std::int64_t limit = page_limit(q.limit);
                                      const auto cursor = page_cursor(q.cursor);
                                      JobPage page;
                                      const db::Rows rows = co_await pool.run(list, cursor, limit + 1);
                                      for (const db::Row row : rows) page.items.push_back(view_of(row));
                                      if (static_cast<std::int64_t>(page.items.size()) > limit) {
                                          page.items.pop_back();
                                          page.next = std::to_string(page.items.back().id);
                                      }
                                      co_return page;
                                  });
    router.get<http::Nothing, JobView>("/api/v1/jobs/{id}", {"jobs.get", http::may("jobs.read"), "One job"},
                                       [&pool](http::Call& call, const http::Nothing&) -> task<JobView> {
                                           const JobView job = co_await find(pool, call.path_id("id"));
                                           co_return job;
                                       });
    http::RouteMeta cancel_meta{"jobs.cancel", http::may("jobs.write"), "Cancels a queued or running job"};
    cancel_meta.creates = false;
    router.post<http::Nothing, JobView>("/api/v1/jobs/{id}/cancel", cancel_meta,
                                        [&pool](http::Call& call, const http::Nothing&) -> task<JobView> {
                                            const JobView job = co_await act(pool, jobs::cancel, "cancel",
                                                                             call.path_id("id"));
                                            co_return job;
                                        });
    http::RouteMeta retry_meta{"jobs.retry", http::may("jobs.write"), "Runs a failed or cancelled job again"};
    retry_meta.creates = false;
    router.post<http::Nothing, JobView>("/api/v1/jobs/{id}/retry", retry_meta,
                                        [&pool](http::Call& call, const http::Nothing&) -> task<JobView> {
                                            const JobView job =
                                                co_await act(pool, retry, "retry", call.path_id("id"));
                                            co_return job;
                                        });
}

}  // namespace hatang::jobs
