-- One act that changed many assets, so that it can be taken back as one. What it changed stands in the versions of the
-- assets; here stands which fields it set and which version of each asset it made.
create table registry.bulk_change (
    id bigint generated always as identity primary key,
    user_id bigint not null,
    at timestamptz not null,
    fields text[] not null,          -- of the asset: {status,owner_id}
    attributes text[] not null,      -- keys of attributes
    reason text
);
create table registry.bulk_change_row (
    bulk_id bigint not null references registry.bulk_change,
    asset_id bigint not null references registry.asset,
    version bigint not null,         -- the version that the act made
    undone text check (undone in ('undone', 'left')),
    primary key (bulk_id, asset_id)
);
create index bulk_change_row_open on registry.bulk_change_row (bulk_id, asset_id) where undone is null;
