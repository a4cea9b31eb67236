create schema events;

-- What happened, written in the transaction of the change. Read by every node in the order of id, kept 7 days.
create table events.outbox (
    -- First column on purpose: defaults are evaluated in the order of the columns, so the transaction has its number before
    -- it takes an id. The bus relies on it to tell an id that may still come from one that never will.
    tx      xid8        not null default pg_current_xact_id(),
    id      bigint      generated always as identity primary key,
    topic   text        not null,
    key     text        not null,
    payload jsonb       not null,
    at      timestamptz not null default clock_timestamp()
);
create index outbox_at on events.outbox using brin (at);
