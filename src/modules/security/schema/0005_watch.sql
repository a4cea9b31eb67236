-- Watching, the review of rights, personal data.

-- What the files of a version were when it first ran on a node, or when somebody accepted a change.
create table security.file_manifest (
    node     text        not null,
    version  text        not null,
    path     text        not null,
    sha256   text        not null,
    taken_at timestamptz not null,
    primary key (node, version, path)
);

create table security.rights_review (
    id              bigint generated always as identity primary key,
    account_id      bigint      not null references security.account,
    decision        text        not null check (decision in ('keep', 'change', 'disable')),
    note            text,
    decided_at      timestamptz not null,
    decided_by      bigint      references security.account,
    decided_by_name text        not null
);
create index rights_review_by_account on security.rights_review (account_id, id desc);

alter table security.account add column erased_at timestamptz;

-- Every yes and every no stays; the newest of a purpose holds.
create table security.consent (
    id         bigint generated always as identity primary key,
    account_id bigint      not null references security.account,
    purpose    text        not null,
    given      boolean     not null,
    at         timestamptz not null
);
create index consent_by_account on security.consent (account_id, purpose, id desc);

create table security.breach (
    id                    bigint generated always as identity primary key,
    version               bigint      not null default 1,
    title                 text        not null,
    discovered_at         timestamptz not null,
    occurred_at           timestamptz,
    description           text,
    data_kinds            text,
    people_affected       bigint,
    cause                 text,
    consequences          text,
    measures              text,
    contact               text,
    authority_notified_at timestamptz,
    people_notified_at    timestamptz,
    closed_at             timestamptz,
    created_at            timestamptz not null,
    created_by            bigint      references security.account,
    created_by_name       text        not null
);

-- The watch page asks for 90 days of these among everything that was ever done.
create index audit_log_sign_ins on security.audit_log (user_id, at) where action = 'session.create';
create index audit_log_sign_ins_by_time on security.audit_log (at) where action = 'session.create';
create index audit_log_rights on security.audit_log (at)
    where entity in ('grant', 'delegation', 'approval', 'user', 'credential', 'policy');
create index audit_log_restricted_reads on security.audit_log (at) where action like '%.read\_restricted';
