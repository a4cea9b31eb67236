-- A role given to an account: for all of the city, or within organisations, wards, domains, classes and a sensitivity; for
-- good, or for a time. Rows stay: what somebody could do on a day can be told years later.
create table security.delegation (
    id           bigint generated always as identity primary key,
    from_account bigint      not null references security.account,
    to_account   bigint      not null references security.account,
    valid_from   timestamptz not null,
    valid_to     timestamptz not null,
    reason       text        not null,
    created_at   timestamptz not null,
    ended_at     timestamptz,
    check (from_account <> to_account),
    check (valid_from < valid_to)
);
create index delegation_by_from on security.delegation (from_account, id);
create index delegation_by_to on security.delegation (to_account, id);

create table security.role_grant (
    id              bigint generated always as identity primary key,
    account_id      bigint      not null references security.account,
    role_key        text        not null,
    organisation_id bigint      constraint role_grant_organisation references security.organisation,
    wards           text[]      not null default '{}',
    domains         text[]      not null default '{}',
    classes         text[]      not null default '{}',
    sensitivity     text        check (sensitivity in ('open', 'shared', 'internal', 'restricted')),  -- null: the role's
    valid_from      timestamptz not null,
    valid_to        timestamptz not null default 'infinity',
    reason          text,
    granted_at      timestamptz not null,
    granted_by      bigint references security.account,
    granted_by_name text        not null,
    delegation_id   bigint references security.delegation,
    source_id       bigint references security.role_grant,  -- of a delegated grant: the grant that is lent
    ended_at        timestamptz,
    ended_by_name   text,
    check (valid_from < valid_to),
    check ((delegation_id is null) = (source_id is null))
);
create index role_grant_by_account on security.role_grant (account_id, id) where ended_at is null;
create index role_grant_by_role on security.role_grant (role_key, account_id) where ended_at is null;
create index role_grant_by_source on security.role_grant (source_id) where source_id is not null;

insert into security.role_grant (account_id, role_key, valid_from, granted_at, granted_by_name)
    select account_id, role_key, granted_at, granted_at, 'hatang' from security.account_role;
drop table security.account_role;

-- Holds at $at: not ended, within its time, and of a delegation only while the lender's account and grant hold too.
create function security.grant_holds(g security.role_grant, at timestamptz) returns boolean
language sql stable as $$
    select g.ended_at is null and g.valid_from <= at and g.valid_to > at
       and (g.delegation_id is null
            or exists (select from security.delegation d join security.account a on a.id = d.from_account
                       join security.role_grant s on s.id = g.source_id
                       where d.id = g.delegation_id and d.ended_at is null and a.enabled
                         and s.ended_at is null and s.valid_from <= at and s.valid_to > at))
$$;

-- An organisation and all that belongs to it.
create function security.organisation_tree(top bigint) returns setof bigint
language sql stable as $$
    with recursive tree(id) as (
        select top union select o.id from security.organisation o join tree on o.parent_id = tree.id)
    select id from tree
$$;

-- The grants that hold, for the program: [{"id","role","organisations","wards","domains","classes","sensitivity"}].
create function security.grants_of(which bigint, at timestamptz) returns jsonb
language sql stable as $$
    select coalesce(jsonb_agg(jsonb_build_object(
               'id', g.id, 'role', g.role_key, 'wards', g.wards, 'domains', g.domains, 'classes', g.classes,
               'sensitivity', g.sensitivity,
               'organisations', case when g.organisation_id is null then '[]'::jsonb
                   else (select jsonb_agg(t) from security.organisation_tree(g.organisation_id) t) end)
               order by g.id), '[]'::jsonb)
    from security.role_grant g where g.account_id = which and g.ended_at is null and security.grant_holds(g, at)
$$;

-- Roles that hold for the whole city, now: what the list of users shows and changes as "roles".
create view security.account_role as
    select distinct on (account_id, role_key) account_id, role_key, granted_at
    from security.role_grant g
    where g.ended_at is null and g.delegation_id is null and g.valid_from <= now() and g.valid_to = 'infinity'
      and g.organisation_id is null and g.sensitivity is null
      and g.wards = '{}' and g.domains = '{}' and g.classes = '{}';

-- An act that a second person must agree to. `sealed_request` is the whole request, readable by the program only.
create table security.approval (
    id              bigint generated always as identity primary key,
    route           text        not null,
    target          text        not null,
    preview         jsonb       not null,
    sealed_request  text,
    requested_by    bigint      not null references security.account,
    requested_at    timestamptz not null,
    expires_at      timestamptz not null,
    reason          text,
    state           text        not null
        check (state in ('waiting', 'approved', 'rejected', 'withdrawn', 'expired', 'failed')),
    decided_by      bigint references security.account,
    decided_at      timestamptz,
    decision_reason text,
    result_status   int,
    result_code     text
);
create index approval_waiting on security.approval (expires_at) where state = 'waiting';
create index approval_by_requester on security.approval (requested_by, id);

create view security_api.role_grant as
    select g.id, g.account_id, g.role_key from security.role_grant g where g.ended_at is null;
