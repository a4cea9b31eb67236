create schema events;

create table events.outbox (
    id bigint generated always as identity primary key,
    topic text not null,
    key text not null,
    payload jsonb not null,
    at timestamptz not null default now()
);

create index outbox_at on events.outbox using brin (at);
