-- A MultiDatastream of SensorThings is a datastream whose readings only say when there was an Observation; the results are the
-- readings of its parts, datastreams of their own, at that time. docs/internals/sensorthings.md, section 2.
alter table telemetry.datastream
    drop constraint datastream_result_type_check,
    add constraint datastream_result_type_check check (result_type in ('number', 'count', 'boolean', 'text', 'any', 'several'));
create table telemetry.datastream_part (
    datastream_id bigint not null references telemetry.datastream,
    position integer not null check (position >= 0),
    part_id bigint not null constraint datastream_part_of_one unique references telemetry.datastream,
    primary key (datastream_id, position)
);
