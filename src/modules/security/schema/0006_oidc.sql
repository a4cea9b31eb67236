-- Sign-in at an OpenID Connect provider.

-- Which person at the provider is which account here. Made at the first sign-in, by the configured claim; from then on the
-- subject decides, which the provider never gives to another person, while names are given again.
create table security.oidc_identity (
    issuer     text        not null,
    subject    text        not null,
    account_id bigint      not null references security.account,
    linked_at  timestamptz not null,
    primary key (issuer, subject),
    unique (issuer, account_id)
);

-- Returns that have been used: each way to the provider comes back once.
create table security.oidc_return (
    state_hash text        primary key,
    used_at    timestamptz not null
);
create index oidc_return_by_age on security.oidc_return (used_at);
