-- Photos and documents of an asset. The bytes lie in the content store (src/files) by their SHA-256; a removed row stays as
-- evidence and is no longer served.
create table registry.attachment (
    id bigint generated always as identity primary key,
    version bigint not null default 1 check (version > 0),
    asset_id bigint not null references registry.asset,
    kind text not null check (kind in ('photo', 'document')),
    media_type text not null,
    file_name text not null check (file_name <> ''),
    bytes bigint not null check (bytes > 0),
    file text not null check (file ~ '^[0-9a-f]{64}$'),
    thumbnail text check (thumbnail ~ '^[0-9a-f]{64}$'),
    caption text,
    added_at timestamptz not null,
    added_by_name text not null,
    removed_at timestamptz
);
create index attachment_asset on registry.attachment (asset_id, id) where removed_at is null;
