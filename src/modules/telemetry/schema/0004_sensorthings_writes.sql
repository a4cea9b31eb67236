-- Readings and datastreams can be removed through SensorThings: docs/internals/sensorthings.md, section 5.

-- A stream whose readings have all been removed has no newest one; through_batch still holds for the batch log.
alter table telemetry.sealed
    alter column last_t drop not null,
    alter column last_value drop not null,
    alter column last_quality drop not null,
    alter column tail_t0 drop not null,
    alter column first_t drop not null,
    add constraint sealed_all_or_nothing check (num_nulls(last_t, last_value, last_quality, tail_t0, first_t) in (0, 5));

-- Results that are no numbers stand in the chunks as numbers: 0 or 1 for a boolean, the code of a term for a text or
-- any other JSON value. docs/internals/sensorthings.md, section 2.
alter table telemetry.datastream add column result_type text not null default 'number'
    check (result_type in ('number', 'count', 'boolean', 'text', 'any'));
create table telemetry.term (
    datastream_id bigint not null,
    code integer not null check (code >= 0),
    hash text not null,  -- of the value: SHA-256, hexadecimal
    value text not null,  -- JSON
    primary key (datastream_id, code),
    constraint term_of_value unique (datastream_id, hash)
);
