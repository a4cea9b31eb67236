create schema demo;

-- The version of the demo city that was loaded (SHA-256 of its data file).
create table demo.loaded (
    version text primary key,
    at timestamptz not null default now()
);

-- How a simulated datastream behaves: see signals.hpp for the meaning of each number.
create table demo.stream (
    datastream_id bigint primary key,
    asset_class text not null,
    asset_name text not null,
    property text not null,
    lon double precision not null,
    lat double precision not null,
    interval_s double precision not null,
    base double precision not null,
    day double precision not null,
    noise double precision not null,
    least double precision not null,
    most double precision not null,
    decimals integer not null,
    place integer not null
);
