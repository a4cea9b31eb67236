-- What OGC SensorThings shows: docs/internals/sensorthings.md.

-- Kinds of measurement. `key` is what telemetry.datastream.property says. The ids below 1000 are ours and never change.
create table telemetry.observed_property (
    id bigint generated always as identity (start with 1000) primary key,
    version bigint not null default 1,
    key text not null constraint observed_property_key unique,
    name text not null check (name <> ''),
    definition text not null check (definition <> ''),
    description text not null,
    properties jsonb not null default '{}' check (jsonb_typeof(properties) = 'object')
);
insert into telemetry.observed_property (id, key, name, definition, description) overriding system value values
    (1, 'water_level', 'Mực nước', 'urn:x-hatang:property:water_level', 'Water level'),
    (2, 'strain', 'Biến dạng', 'urn:x-hatang:property:strain', 'Strain'),
    (3, 'pressure', 'Áp suất', 'urn:x-hatang:property:pressure', 'Pressure'),
    (4, 'flow', 'Lưu lượng', 'urn:x-hatang:property:flow', 'Flow'),
    (5, 'voltage', 'Điện áp', 'urn:x-hatang:property:voltage', 'Voltage'),
    (6, 'current', 'Dòng điện', 'urn:x-hatang:property:current', 'Current'),
    (7, 'power', 'Công suất', 'urn:x-hatang:property:power', 'Power'),
    (8, 'rain', 'Lượng mưa', 'urn:x-hatang:property:rain', 'Rainfall'),
    (9, 'traffic_flow', 'Lưu lượng giao thông', 'urn:x-hatang:property:traffic_flow', 'Traffic flow'),
    (10, 'pm25', 'Bụi mịn PM2.5', 'urn:x-hatang:property:pm25', 'Fine particles PM2.5'),
    (11, 'vibration', 'Rung động', 'urn:x-hatang:property:vibration', 'Vibration'),
    (12, 'tilt', 'Độ nghiêng', 'urn:x-hatang:property:tilt', 'Tilt'),
    (13, 'temperature', 'Nhiệt độ', 'urn:x-hatang:property:temperature', 'Temperature'),
    (14, 'turbidity', 'Độ đục', 'urn:x-hatang:property:turbidity', 'Turbidity'),
    (15, 'chlorine', 'Clo dư', 'urn:x-hatang:property:chlorine', 'Residual chlorine'),
    (16, 'status', 'Trạng thái', 'urn:x-hatang:property:status', 'Status');
alter table telemetry.datastream
    add constraint datastream_property foreign key (property) references telemetry.observed_property (key);

alter table telemetry.sensor
    add column encoding_type text not null default 'text/plain',
    add column metadata jsonb,  -- nothing: the model, or the serial
    add column properties jsonb not null default '{}' check (jsonb_typeof(properties) = 'object');

alter table telemetry.datastream
    add column description text,
    add column unit_of_measurement jsonb check (jsonb_typeof(unit_of_measurement) = 'object'),  -- nothing: the UCUM unit
    add column properties jsonb not null default '{}' check (jsonb_typeof(properties) = 'object');

-- The first reading in chunks, so that the times of a stream are known without looking into them.
alter table telemetry.sealed add column first_t timestamptz;
update telemetry.sealed s set first_t = (select min(c.t0) from telemetry.chunk c where c.datastream_id = s.datastream_id);
alter table telemetry.sealed alter column first_t set not null;

-- Values of JSON as the type that they are compared with; another type is no value.
create function telemetry.json_number(value jsonb) returns double precision
language sql immutable strict parallel safe as $$
    select case when jsonb_typeof(value) = 'number' and abs((value #>> '{}')::numeric) < 1e300
                then case when abs((value #>> '{}')::numeric) < 1e-300 then 0  -- a double has no room for it
                          else (value #>> '{}')::double precision end end
$$;
create function telemetry.json_text(value jsonb) returns text
language sql immutable strict parallel safe as $$
    select case when jsonb_typeof(value) in ('string', 'number') then value #>> '{}' end
$$;
create function telemetry.json_boolean(value jsonb) returns boolean
language sql immutable strict parallel safe as $$
    select case when jsonb_typeof(value) = 'boolean' then value = 'true'::jsonb end
$$;
