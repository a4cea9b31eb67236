-- Sensors, datastreams and their readings. The formats of the payloads and the rules that keep them right:
-- docs/internals/observation-storage.md.
create schema telemetry;
create schema telemetry_api;

create table telemetry.sensor (
    id bigint generated always as identity primary key,
    version bigint not null default 1,
    asset_id bigint,
    serial text not null constraint sensor_serial_unique unique,
    name text not null,
    model text,
    description text,
    lon double precision check (lon between -180 and 180),
    lat double precision check (lat between -90 and 90),
    created_at timestamptz not null default now(),
    check ((lon is null) = (lat is null))
);
create index on telemetry.sensor (asset_id, id);

create table telemetry.datastream (
    id bigint generated always as identity primary key,
    version bigint not null default 1,
    sensor_id bigint not null constraint datastream_sensor references telemetry.sensor,
    name text not null,
    property text not null,
    unit text not null,
    interval_s double precision check (interval_s > 0),
    least double precision,
    most double precision,
    decimals integer not null check (decimals between 0 and 9),
    rollup_from_s integer not null,
    created_at timestamptz not null default now(),
    check (least < most)
);
create index on telemetry.datastream (sensor_id, id);
create index on telemetry.datastream (property, id);

-- The server that may write: each start takes the next epoch.
create table telemetry.writer (
    only_row boolean primary key default true check (only_row),
    epoch bigint not null
);
insert into telemetry.writer (epoch) values (0);

-- Accepted readings, in the order of their commits, until they are in chunks.
create table telemetry.batch (
    id bigint primary key,
    committed_at timestamptz not null default now(),
    count integer not null,
    payload bytea not null
);
alter table telemetry.batch alter column payload set storage external;

create table telemetry.chunk (
    datastream_id bigint not null,
    t0 timestamptz not null,
    t1 timestamptz not null,
    n integer not null check (n > 0),
    vmin double precision,
    vmax double precision,
    vsum double precision not null,
    vfirst double precision not null,
    vlast double precision not null,
    payload bytea not null,
    primary key (datastream_id, t1, t0),
    check (t0 <= t1)
);
alter table telemetry.chunk alter column payload set storage external;

-- What is in chunks, one row per stream, with the last reading and the open (newest) chunk.
create table telemetry.sealed (
    datastream_id bigint primary key,
    through_batch bigint not null,
    last_t timestamptz not null,
    last_value double precision not null,
    last_quality smallint not null,
    tail_t0 timestamptz not null,
    tail_n integer not null
) with (fillfactor = 50);

create table telemetry.rollup_1m (
    datastream_id bigint not null,
    bucket timestamptz not null,
    n bigint not null,
    n_bad bigint not null,
    vmin double precision,
    vmax double precision,
    vsum double precision not null,
    primary key (datastream_id, bucket)
);
create table telemetry.rollup_15m (like telemetry.rollup_1m including all);
create table telemetry.rollup_1h (like telemetry.rollup_1m including all);
create table telemetry.rollup_1d (like telemetry.rollup_1m including all);

create view telemetry_api.sensor as
    select id, asset_id, serial, name, lon, lat from telemetry.sensor;
create view telemetry_api.datastream as
    select d.id, d.sensor_id, s.asset_id, d.name, d.property, d.unit, d.interval_s
    from telemetry.datastream d join telemetry.sensor s on s.id = d.sensor_id;
