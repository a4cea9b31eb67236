-- Accounts, organisations, sessions and the evidence of every change.

create schema security;
create schema security_api;

create table security.organisation (
    id         bigint generated always as identity primary key,
    version    bigint      not null default 1,
    name       text        not null constraint organisation_name_unique unique,
    short_name text,
    kind       text        not null check (kind in ('owner', 'operator', 'authority', 'contractor')),
    parent_id  bigint      constraint organisation_parent references security.organisation,
    created_at timestamptz not null default now()
);

create table security.account (
    id              bigint generated always as identity primary key,
    version         bigint      not null default 1,
    name            text        not null constraint account_name_unique unique,
    full_name       text        not null,
    email           text,
    organisation_id bigint      constraint account_organisation references security.organisation,
    password_hash   text        not null,
    enabled         boolean     not null default true,
    created_at      timestamptz not null default now(),
    last_sign_in_at timestamptz
);

create table security.account_role (
    account_id bigint      not null references security.account,
    role_key   text        not null,
    granted_at timestamptz not null default now(),
    primary key (account_id, role_key)
);
create index account_role_by_role on security.account_role (role_key, account_id);

-- Only the SHA-256 of a token is kept: who reads the table cannot sign in with it.
create table security.session (
    id           bigint generated always as identity primary key,
    token_hash   text        not null unique,
    account_id   bigint      not null references security.account,
    created_at   timestamptz not null,
    last_seen_at timestamptz not null,
    expires_at   timestamptz not null,
    address      text        not null,
    user_agent   text        not null
);
create index session_by_account on security.session (account_id, id);
create index session_by_end on security.session (expires_at);

-- Answers of creating requests. status null: the first request is still under way.
create table security.idempotency (
    account_id   bigint      not null references security.account,
    key          text        not null,
    request_hash text        not null,
    created_at   timestamptz not null,
    status       int,
    content_type text,
    headers      jsonb,
    body         bytea,
    primary key (account_id, key)
);
create index idempotency_by_age on security.idempotency (created_at);

create table security.audit_log (
    id         bigint generated always as identity primary key,
    at         timestamptz not null,
    user_id    bigint references security.account,
    user_name  text        not null,
    address    text        not null,
    action     text        not null,
    entity     text        not null,
    entity_id  bigint,
    before     jsonb,
    after      jsonb,
    reason     text,
    request_id text        not null
);
create index audit_log_by_entity on security.audit_log (entity, entity_id, id);
create index audit_log_by_user on security.audit_log (user_id, id);
create index audit_log_by_time on security.audit_log (at);

-- Evidence is only ever added.
create function security.refuse_change() returns trigger language plpgsql as $$
begin
    raise exception 'security.audit_log is append-only';
end $$;
create trigger audit_log_append_only before update or delete or truncate on security.audit_log
    for each statement execute function security.refuse_change();

create view security_api.person as
    select id, name, full_name, organisation_id, enabled from security.account;
create view security_api.organisation as
    select id, name, short_name, kind from security.organisation;
