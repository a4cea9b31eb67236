-- Imports by people: upload, inspection, settings, check, commit, undo. Each belongs to who began it; its files stand in
-- the staging folder of the data folder.
create table registry.import (
    id bigint generated always as identity primary key,
    user_id bigint not null,
    user_name text not null,
    file_name text not null check (file_name <> ''),
    bytes bigint not null check (bytes > 0),
    received bigint not null default 0 check (received between 0 and bytes),
    state text not null default 'uploading' check (state in ('uploading', 'uploaded', 'inspecting', 'inspected', 'checking',
        'checked', 'importing', 'imported', 'undoing', 'undone', 'failed')),
    format text,
    layers jsonb not null default '[]',
    settings jsonb,
    report jsonb,
    undo_report jsonb,
    error jsonb,
    job_id bigint,
    run_id bigint references registry.import_run,
    rows_done bigint not null default 0,  -- rows of the file in committed batches: a commit that starts again goes on there
    created_at timestamptz not null,
    touched_at timestamptz not null,
    committed_at timestamptz,
    undone_at timestamptz
);
create index import_user on registry.import (user_id, id);

-- What the last check, commit or undo says of each row; warnings are rows of their own.
create table registry.import_result (
    id bigint generated always as identity primary key,
    import_id bigint not null references registry.import on delete cascade,
    row bigint not null,
    outcome text not null check (outcome in ('created', 'changed', 'unchanged', 'refused', 'warned', 'left')),
    code text,
    place text,
    reason_vi text,
    reason_en text,
    name text,
    lon double precision,
    lat double precision,
    asset_id bigint
);
create index import_result_outcome on registry.import_result (import_id, outcome, id);
create index import_result_all on registry.import_result (import_id, id);

-- What a commit did to each asset, so that it can be undone: the version it made, and what no version keeps.
create table registry.import_touch (
    run_id bigint not null references registry.import_run,
    asset_id bigint not null,
    row bigint not null,
    is_new boolean not null,
    version bigint not null,
    folded_before text,
    sha256_before bytea,
    undone boolean not null default false,
    primary key (run_id, asset_id)
);

create table registry.export (
    id bigint generated always as identity primary key,
    user_id bigint not null,
    user_name text not null,
    rights_key text not null,  -- of the rights it was made with: with others it is no longer there
    state text not null default 'queued' check (state in ('queued', 'running', 'ready', 'failed', 'expired')),
    format text not null,
    crs text not null,
    filter jsonb not null,
    features bigint,
    restricted_ids bigint[] not null default '{}',  -- each download of them leaves evidence
    file_name text not null,
    bytes bigint,
    error jsonb,
    job_id bigint,
    created_at timestamptz not null,
    expires_at timestamptz not null
);
create index export_user on registry.export (user_id, id);
create index export_expires on registry.export (expires_at) where state <> 'expired';
