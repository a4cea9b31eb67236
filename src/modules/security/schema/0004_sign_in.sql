-- Policy, known devices, counters of failures, second factors, credentials of programs.

create table security.policy (
    key        text        primary key,
    value      jsonb       not null,
    changed_at timestamptz not null,
    changed_by text        not null
);

alter table security.account
    add column kind                text        not null default 'person' check (kind in ('person', 'service')),
    add column disabled_reason     text        check (disabled_reason in ('by_hand', 'idle')),
    add column enabled_at          timestamptz not null default now(),
    add column password_changed_at timestamptz not null default now(),
    -- Meets the rule for accounts without a second factor. Passwords of earlier days were not measured.
    add column password_strong     boolean     not null default true;
update security.account set disabled_reason = 'by_hand' where not enabled;

create table security.password_history (
    id            bigint generated always as identity primary key,
    account_id    bigint      not null references security.account,
    password_hash text        not null,
    replaced_at   timestamptz not null
);
create index password_history_by_account on security.password_history (account_id, id desc);

-- A browser that signed in: only the SHA-256 of its cookie is kept. One cookie may be known to several accounts.
create table security.device (
    id            bigint generated always as identity primary key,
    account_id    bigint      not null references security.account,
    token_hash    text        not null,
    name          text        not null,
    address       text        not null,
    first_seen_at timestamptz not null,
    last_seen_at  timestamptz not null,
    constraint device_unique unique (account_id, token_hash)
);
create index device_by_token on security.device (token_hash);
create index device_by_age on security.device (last_seen_at);
create index device_by_first_use on security.device (first_seen_at);

-- Failures that follow one another, by a hash of who tries: a known device, or all strangers of an account inside or
-- outside. account_id is null for names that are no account's.
create table security.sign_in_failure (
    key          text        primary key,
    account_id   bigint      references security.account,
    failures     int         not null,
    last_at      timestamptz not null,
    locked_until timestamptz
);
create index sign_in_failure_by_account on security.sign_in_failure (account_id) where account_id is not null;
create index sign_in_failure_by_age on security.sign_in_failure (last_at);

alter table security.session
    add column active_at     timestamptz not null default now(),
    add column second_factor boolean     not null default false,
    add column device_id     bigint      references security.device on delete set null;

create table security.factor (
    id            bigint generated always as identity primary key,
    account_id    bigint      not null references security.account,
    kind          text        not null check (kind in ('totp', 'webauthn')),
    label         text        not null,
    created_at    timestamptz not null,
    confirmed_at  timestamptz,
    last_used_at  timestamptz,
    sealed_secret text,        -- totp, by the secrets folder
    last_step     bigint,      -- totp: the step of the last code that was taken
    credential_id text        constraint factor_credential_unique unique, -- webauthn, base64url
    public_key    bytea,       -- webauthn, COSE
    sign_count    bigint,      -- webauthn
    check ((kind = 'totp') = (sealed_secret is not null)),
    check ((kind = 'webauthn') = (credential_id is not null and public_key is not null))
);
create index factor_by_account on security.factor (account_id, id);

create table security.recovery_code (
    account_id bigint      not null references security.account,
    code_hash  text        not null,
    created_at timestamptz not null,
    used_at    timestamptz,
    primary key (account_id, code_hash)
);

-- A right password that waits for its second factor.
create table security.sign_in_ticket (
    token_hash text        primary key,
    account_id bigint      not null references security.account,
    challenge  text        not null,
    failures   int         not null default 0,
    expires_at timestamptz not null
);
create index sign_in_ticket_by_end on security.sign_in_ticket (expires_at);

-- The challenge of a key that is being registered: one a session.
create table security.registration_challenge (
    session_id bigint      primary key references security.session on delete cascade,
    challenge  text        not null,
    expires_at timestamptz not null
);

create table security.credential (
    id             bigint generated always as identity primary key,
    account_id     bigint      not null references security.account,
    name           text        not null,
    kind           text        not null check (kind in ('service', 'device')),
    token_hash     text        not null unique,
    permissions    text[]      not null,
    datastream_ids bigint[],
    created_at     timestamptz not null,
    created_by     bigint      references security.account,
    expires_at     timestamptz not null,
    last_used_at   timestamptz,
    revoked_at     timestamptz
);
create index credential_by_account on security.credential (account_id, id);
