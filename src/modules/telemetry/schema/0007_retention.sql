-- How long readings and their roll-ups are kept, by kind of measurement, and a view of the roll-ups for other tools.
-- No row: both for ever. No rollup_days: roll-ups for ever. docs/internals/observation-storage.md, section 5.
create table telemetry.retention (
    property text primary key constraint retention_property references telemetry.observed_property (key)
        on update cascade on delete cascade,
    readings_days integer not null check (readings_days between 1 and 36500),
    rollup_days integer check (rollup_days > readings_days and rollup_days <= 36500),
    changed_at timestamptz not null default now(),
    changed_by text not null
);

-- Readings before this time have been removed from the chunks; those that come again are not taken.
alter table telemetry.sealed add column removed_before timestamptz;

-- Datastreams of restricted assets are left out. Means are of readings that are not bad.
create view telemetry_api.rollup as
    select r.level, r.datastream_id, d.name as datastream, d.property, d.unit, s.asset_id, a.name as asset,
           r.bucket, r.n, r.n_bad, r.vmin as least, r.vmax as most, r.vsum / nullif(r.n, 0) as mean
    from (select '1m' as level, * from telemetry.rollup_1m
          union all select '15m', * from telemetry.rollup_15m
          union all select '1h', * from telemetry.rollup_1h
          union all select '1d', * from telemetry.rollup_1d) r
    join telemetry.datastream d on d.id = r.datastream_id
    join telemetry.sensor s on s.id = d.sensor_id
    left join registry_api.asset a on a.id = s.asset_id
    where a.sensitivity is distinct from 'restricted' and (s.asset_id is null or a.id is not null);
