-- What other systems call a series, and the datastream that it feeds. A mapping without a datastream is a series
-- that is known and left out on purpose.
create table telemetry.mapping (
    id bigint generated always as identity primary key,
    version bigint not null default 1,
    source text not null check (source in ('line_protocol', 'chirpstack', 'json', 'sparkplug')),
    series text not null check (octet_length(series) between 1 and 1000),
    datastream_id bigint constraint mapping_datastream references telemetry.datastream,
    scale double precision not null default 1 check (scale <> 0),
    shift double precision not null default 0,
    created_at timestamptz not null default now(),
    constraint mapping_series_unique unique (source, series)
);
create index on telemetry.mapping (datastream_id, id);

-- Topics of plain JSON that are listened to, and where in a message its time stands.
create table telemetry.json_topic (
    id bigint generated always as identity primary key,
    filter text not null constraint json_topic_filter_unique unique,
    time_pointer text,
    time_form text not null check (time_form in ('arrival', 'rfc3339', 'unix_s', 'unix_ms')),
    created_at timestamptz not null default now(),
    check ((time_form = 'arrival') = (time_pointer is null))
);

-- Which decoder reads the bytes of a LoRaWAN device: by its DevEUI, else by the name of its device profile.
create table telemetry.decoder_choice (
    id bigint generated always as identity primary key,
    kind text not null check (kind in ('device', 'profile')),
    key text not null,
    decoder text not null,
    created_at timestamptz not null default now(),
    constraint decoder_choice_unique unique (kind, key)
);

insert into telemetry.observed_property (id, key, name, definition, description) overriding system value values
    (17, 'battery', 'Pin', 'urn:x-hatang:property:battery', 'Battery');
