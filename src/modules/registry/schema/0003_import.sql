-- One run of `hatang import`, and what each imported asset looked like in its file: the same row again changes nothing,
-- even after somebody has corrected the asset by hand.
create table registry.import_run (
    id bigint generated always as identity primary key,
    class_key text not null,
    file_name text not null,
    started_at timestamptz not null,
    finished_at timestamptz,
    created bigint not null default 0,
    changed bigint not null default 0,
    unchanged bigint not null default 0,
    refused bigint not null default 0,
    changed_by bigint,
    changed_by_name text not null
);

create table registry.import_row (
    asset_id bigint primary key references registry.asset,
    run_id bigint not null references registry.import_run,
    content_sha256 bytea not null
);
create index import_row_run on registry.import_row (run_id);
