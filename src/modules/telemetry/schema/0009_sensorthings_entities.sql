-- Features of interest of their own, and which readings are of them: docs/internals/sensorthings.md, section 2.

-- Their numbers lie beyond those of assets, whose features have theirs.
create table telemetry.feature (
    id bigint generated always as identity (start with 1099511627777) primary key,
    version bigint not null default 1,
    asset_id bigint,  -- the work in whose scope it is
    name text not null check (name <> ''),
    description text not null,
    encoding_type text not null,
    feature jsonb not null,  -- as it was sent
    geom public.geometry not null,
    properties jsonb not null default '{}' check (jsonb_typeof(properties) = 'object'),
    -- SHA-256 of what came inside of an Observation: the same again is the same feature.
    content text constraint feature_content unique
);
create index on telemetry.feature using gist (geom);

-- What its readings are of, unless they say otherwise; nothing: the work. Set when the datastream is made.
alter table telemetry.datastream add column feature_id bigint;
create index on telemetry.datastream (feature_id) where feature_id is not null;

-- Readings that are of another feature than their datastream says, written with the batch that holds them.
create table telemetry.reading_feature (
    datastream_id bigint not null,
    t timestamptz not null,
    feature_id bigint not null,
    primary key (datastream_id, t)
);
create index on telemetry.reading_feature (feature_id, datastream_id, t);
-- Which features readings of a datastream have been of: all that are, and perhaps some that were.
create table telemetry.stream_feature (
    datastream_id bigint not null,
    feature_id bigint not null,
    primary key (datastream_id, feature_id)
);
create index on telemetry.stream_feature (feature_id);

-- HistoricalLocations that were posted through SensorThings, by the ids of the places of the register.
create table telemetry.historical_location (
    id bigint primary key
);
