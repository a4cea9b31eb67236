-- Topics at the MQTT broker under which clients of SensorThings want to hear of changes: docs/internals/sensorthings.md, section 6.
create table telemetry.update_topic (
    topic text primary key,
    asked_at timestamptz not null
);
