create schema jobs;

create table jobs.job (
    id bigint generated always as identity primary key,
    kind text not null,
    state text not null default 'queued' check (state in ('queued', 'running', 'done', 'failed', 'cancelled')),
    input jsonb not null,
    percent double precision not null default 0 check (percent between 0 and 100),
    words text not null default '',
    result jsonb,
    error jsonb,
    user_id bigint,
    attempts integer not null default 0,
    cancel_asked boolean not null default false,
    created_at timestamptz not null default now(),
    started_at timestamptz,
    finished_at timestamptz,
    -- The worker says here that it lives; a job whose worker is silent is taken up again.
    beat_at timestamptz
);

create index job_queued on jobs.job (kind, id) where state = 'queued';
-- One at a time per kind, over all nodes.
create unique index job_running on jobs.job (kind) where state = 'running';
