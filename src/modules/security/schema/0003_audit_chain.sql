-- Evidence that cannot be bent: docs/internals/audit.md.

-- Version byte and HMAC of the canonical row; null only in rows older than the chain.
alter table security.audit_log add column mac bytea;
create index audit_log_by_action on security.audit_log (action text_pattern_ops, id);
create index audit_log_by_user_name on security.audit_log (user_name, id);
create index audit_log_by_address on security.audit_log (address, id);

-- Where the chain begins: one row.
create table security.audit_origin (
    one        boolean primary key default true check (one),
    chain_id   bytea       not null,
    adopted    bigint      not null, -- rows older than the chain: its first links
    public_key bytea       not null,
    made_at    timestamptz not null
);

create table security.audit_chain (
    seq      bigint primary key,
    audit_id bigint not null constraint audit_chain_once unique,
    hash     bytea  not null,
    mac      bytea  not null
);

create table security.audit_seal (
    day        date primary key,     -- of the city, UTC+7
    previous   date,
    seq        bigint      not null,
    audit_id   bigint      not null,
    hash       bytea       not null,
    settled_id bigint      not null, -- every row up to this id has its link
    signed_at  timestamptz not null,
    signature  bytea       not null
);

create or replace function security.refuse_change() returns trigger language plpgsql as $$
begin
    raise exception '%.% is append-only', tg_table_schema, tg_table_name;
end $$;
create trigger audit_chain_append_only before update or delete or truncate on security.audit_chain
    for each statement execute function security.refuse_change();
create trigger audit_seal_append_only before update or delete or truncate on security.audit_seal
    for each statement execute function security.refuse_change();
create trigger audit_origin_append_only before update or delete or truncate on security.audit_origin
    for each statement execute function security.refuse_change();

-- How far the rows have been handed to each SIEM, by its address.
create table security.siem_cursor (
    target     text primary key,
    seq        bigint      not null default 0, -- last link that has arrived
    holder     text        not null,           -- the node that sends, until the end of its lease
    held_until timestamptz not null
);
