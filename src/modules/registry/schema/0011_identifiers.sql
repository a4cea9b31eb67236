-- Codes of works: provisional codes of the city, lookup by any code, what followed a work when its life ended, and the few
-- settings that labels and checks of codes need.

-- A serial is given once: gaps stay gaps. docs/decisions/0013-city-code.md
create sequence registry.city_code_serial as bigint minvalue 1 maxvalue 99999999 no cycle;

-- Every code that was ever issued, for good: also when its work is gone.
create table registry.city_code (
    code text primary key check (code ~ '^HT[0-9]{8}[0-9A-Z]$'),
    asset_id bigint not null unique references registry.asset,
    issued_at timestamptz not null,
    issued_by_name text not null,
    unique (code, asset_id)
);
create function registry.keep_city_code() returns trigger language plpgsql as $$
begin
    raise exception 'registry.city_code is never changed' using errcode = 'restrict_violation';
end
$$;
create trigger city_code_kept before update or delete or truncate on registry.city_code
    for each statement execute function registry.keep_city_code();

-- An identifier of kind city names the asset that its code was issued to, and no other.
update registry.identifier set kind = 'legacy_city' where kind = 'city';
alter table registry.identifier
    add column city_code text generated always as (case when kind = 'city' then value end) stored,
    add constraint identifier_city foreign key (city_code, asset_id) references registry.city_code (code, asset_id);

-- A code as it is compared: people type it with other blanks, dots and dashes than the register holds.
create function registry.compact_code(value text) returns text
language sql immutable parallel safe as $$
    select upper(regexp_replace(value, '[[:space:].:/_-]', '', 'g'))
$$;
create index identifier_compact on registry.identifier (registry.compact_code(value) text_pattern_ops);

-- One act that issues codes to all works of a filter that lack one.
create table registry.code_batch (
    id bigint generated always as identity primary key,
    user_id bigint not null,
    user_name text not null,
    filter jsonb not null,
    state text not null default 'queued' check (state in ('queued', 'running', 'done', 'failed')),
    total bigint not null,
    issued bigint not null default 0,
    job_id bigint,
    error jsonb,
    created_at timestamptz not null
);

-- A key without a row is not set.
create table registry.setting (
    key text primary key,
    value text not null check (value <> ''),
    changed_at timestamptz not null,
    changed_by_name text not null
);

-- What became of a work: predecessors end on a day, successors go on. Rows are never erased; an act recorded by mistake is
-- revoked.
create table registry.succession (
    id bigint generated always as identity primary key,
    kind text not null check (kind in ('split', 'merge', 'replace', 'demolish')),
    day date not null,
    reason text not null check (reason <> ''),
    recorded_at timestamptz not null,
    recorded_by_name text not null,
    revoked_at timestamptz,
    revoked_by_name text,
    revoke_reason text
);
create table registry.succession_part (
    succession_id bigint not null references registry.succession,
    asset_id bigint not null references registry.asset,
    role text not null check (role in ('predecessor', 'successor')),
    status_before text,          -- of a predecessor, for revoking
    revoked boolean not null default false,
    primary key (succession_id, asset_id)
);
-- A work ends once.
create unique index succession_ends_once on registry.succession_part (asset_id) where role = 'predecessor' and not revoked;
create index succession_part_asset on registry.succession_part (asset_id);
