// SQL of the jobs.
#pragma once

#include "db/query.hpp"

namespace hatang::jobs {

// Every statement that changes a job gives these columns, so that change() can tell of it.
#define HATANG_JOB_CHANGE "id, kind, state, percent, words"
#define HATANG_JOB_COLUMNS                                                                                  \
    "id, kind, state, input::text as input, percent, words, result::text as result, error::text as error, " \
    "user_id, attempts, created_at, started_at, finished_at"

inline constexpr db::Query insert_job{"jobs.insert",
                                      "insert into jobs.job (kind, input, user_id) values ($1, $2::jsonb, "
                                      "nullif($3, 0)) returning " HATANG_JOB_CHANGE};
inline constexpr db::Query announce{"jobs.announce", "select pg_notify('hatang_job', $1)"};
inline constexpr db::Query claim{
    "jobs.claim",
    "update jobs.job set state = 'running', started_at = now(), beat_at = now(), attempts = attempts + 1, "
    "percent = 0, words = '' "
    "where id = (select id from jobs.job where kind = $1 and state = 'queued' order by id limit 1 for update "
    "skip locked) "
    "and not exists (select from jobs.job where kind = $1 and state = 'running') "
    "returning input::text as input, " HATANG_JOB_CHANGE};
inline constexpr db::Query report{"jobs.report",
                                  "update jobs.job set percent = $2, words = $3, beat_at = now() where id = "
                                  "$1 and state = 'running' returning cancel_asked, " HATANG_JOB_CHANGE};
inline constexpr db::Query beat{"jobs.beat",
                                "update jobs.job set beat_at = now() where id = $1 and state = 'running'"};
inline constexpr db::Query finish{
    "jobs.finish",
    "update jobs.job set state = $2, result = $3::jsonb, error = $4::jsonb, finished_at = now(), "
    "percent = case when $2 = 'done' then 100 else percent end where id = $1 and state = 'running' "
    "returning " HATANG_JOB_CHANGE};
inline constexpr db::Query put_back{
    "jobs.put_back",
    "update jobs.job set state = 'queued', attempts = attempts - 1 where id = $1 and state = 'running' "
    "returning " HATANG_JOB_CHANGE};
inline constexpr db::Query revive{
    "jobs.revive",
    "update jobs.job set state = case when attempts >= $2 then 'failed' else 'queued' end, "
    "error = case when attempts >= $2 then '{\"code\":\"internal\"}'::jsonb end, "
    "finished_at = case when attempts >= $2 then now() end "
    "where state = 'running' and beat_at < now() - make_interval(secs => $1) "
    "returning " HATANG_JOB_CHANGE};
inline constexpr db::Query list{
    "jobs.list", "select " HATANG_JOB_COLUMNS
                 " from jobs.job where ($1::bigint is null or id < $1) order by id desc limit $2"};
inline constexpr db::Query by_id{"jobs.by_id", "select " HATANG_JOB_COLUMNS " from jobs.job where id = $1"};
inline constexpr db::Query cancel{
    "jobs.cancel",
    "update jobs.job set cancel_asked = true, state = case when state = 'queued' then 'cancelled' else state "
    "end, "
    "finished_at = case when state = 'queued' then now() else finished_at end "
    "where id = $1 and state in ('queued', 'running') returning " HATANG_JOB_COLUMNS};
inline constexpr db::Query retry{
    "jobs.retry",
    "update jobs.job set state = 'queued', attempts = 0, cancel_asked = false, error = null, finished_at = "
    "null, percent = 0 "
    "where id = $1 and state in ('failed', 'cancelled') returning " HATANG_JOB_COLUMNS};

}  // namespace hatang::jobs
