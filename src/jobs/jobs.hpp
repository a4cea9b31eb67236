// Long work: kept in jobs.job, run one at a time per kind, with progress in per cent and words, cancel,
// retry, result kept, taken up again after a restart. Routes: GET /api/v1/jobs, GET /api/v1/jobs/{id}, POST
// …/cancel, POST …/retry.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "db/migrate.hpp"
#include "db/pool.hpp"
#include "http/router.hpp"

namespace hatang::jobs {

class Job {
  public:
    virtual ~Job() = default;
    virtual std::int64_t id() const = 0;
    virtual const std::string& input_json() const = 0;
    // 0…100 and what is being done. Written at most twice a second; throws Cancelled when somebody cancelled
    // the job.
    virtual task<void> progress(double percent, std::string words) = 0;
};
struct Cancelled : std::exception {
    const char* what() const noexcept override { return "cancelled"; }
};

class Jobs {
  public:
    Jobs(Loop&, db::Pool&, Clock&);
    ~Jobs();
    static db::ModuleSchema schema();
    void add_routes(http::Router&);

    // The work of a kind: gives its result as JSON, or throws. It must be able to start again from the
    // beginning.
    void handle(std::string kind, std::function<task<std::string>(Job&)> work);
    task<std::int64_t> enqueue(db::Session&, std::string_view kind, std::string_view input_json,
                               std::int64_t user_id);
    // One that waits never begins; a running one stops at its next progress(); one that has ended stays so.
    task<void> cancel(db::Session&, std::int64_t id);
    task<void> start();
    task<void> stop();

    struct State;

  private:
    std::shared_ptr<State> state_;
    db::Pool& pool_of() const;
};

}  // namespace hatang::jobs
