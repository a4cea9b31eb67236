// Inside of jobs: a change of a job and the event that tells of it, in one transaction.
#pragma once

#include <vector>

#include "db/pool.hpp"

namespace hatang::jobs {

// Event job.changed for each row {id, kind, state, percent, words}.
task<void> tell(db::Session&, const db::Rows&);
// Runs the statement, tells of the rows that it gives, and gives them.
task<db::Rows> change(db::Pool&, db::Query, std::vector<db::Param>);

template <class... Args>
task<db::Rows> change(db::Pool& pool, db::Query query, Args... args) {
    std::vector<db::Param> params;
    (params.emplace_back(std::move(args)), ...);
    return change(pool, query, std::move(params));
}

}  // namespace hatang::jobs
