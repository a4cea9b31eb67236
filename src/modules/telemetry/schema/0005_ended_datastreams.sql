-- A datastream that is deleted ends: its readings go, its row stays for the alarms that it made. It stands on no sensor
-- any more, so nothing that goes by sensors finds it.
alter table telemetry.datastream
    add column ended_at timestamptz,
    alter column sensor_id drop not null,
    add constraint datastream_ended check ((sensor_id is null) = (ended_at is not null)),
    -- Its kind of measurement may be deleted after it.
    alter column property drop not null,
    add constraint datastream_measures check (property is not null or ended_at is not null),
    drop constraint datastream_property,
    add constraint datastream_property foreign key (property) references telemetry.observed_property (key) on delete set null;

create or replace view telemetry_api.datastream as
    select d.id, d.sensor_id, s.asset_id, d.name, coalesce(d.property, '') as property, d.unit, d.interval_s, d.ended_at
    from telemetry.datastream d left join telemetry.sensor s on s.id = d.sensor_id;
