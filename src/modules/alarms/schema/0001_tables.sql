create schema alarms;
create schema alarms_api;

-- A rule is over one datastream, or over a property of every asset of a class.
create table alarms.rule (
    id            bigint generated always as identity primary key,
    version       bigint not null default 1,
    datastream_id bigint references telemetry.datastream (id),
    asset_class   text,
    property      text,
    name          text not null,
    kind          text not null check (kind in ('above', 'below', 'no_data')),
    limit_value   double precision,
    dead_band     double precision not null default 0 check (dead_band >= 0),
    on_delay_s    double precision not null default 0 check (on_delay_s >= 0),
    off_delay_s   double precision not null default 0 check (off_delay_s >= 0),
    priority      text not null check (priority in ('critical', 'major', 'warning', 'notice')),
    enabled       boolean not null default true,
    advice        text,
    created_at    timestamptz not null default now(),
    -- Alarms of the past keep pointing at their rule, so a rule is never erased.
    deleted_at    timestamptz,
    check ((datastream_id is null) = (asset_class is not null)),
    check ((asset_class is null) = (property is null)),
    check ((limit_value is null) = (kind = 'no_data'))
);

create table alarms.alarm (
    id              bigint generated always as identity primary key,
    version         bigint not null default 1,
    -- What the alarm is about: "r<rule>/d<datastream>", or "a<asset>" and "d<datastream>" for the automatic no-data rule.
    subject         text not null,
    rule_id         bigint references alarms.rule (id),
    kind            text not null,
    priority        text not null,
    state           text not null check (state in ('raised', 'acknowledged', 'cleared', 'closed')),
    active          boolean not null,
    acknowledged    boolean not null,
    asset_id        bigint,
    datastream_id   bigint not null references telemetry.datastream (id),
    unit            text not null,
    limit_value     double precision not null,
    value           double precision not null,
    extreme         double precision not null,
    observed_at     timestamptz not null,  -- event time of the reading that raised it
    raised_at       timestamptz not null,
    acknowledged_at timestamptz,
    acknowledged_by text,
    cleared_at      timestamptz,
    closed_at       timestamptz,
    message_vi      text not null,
    message_en      text not null,
    advice          text,
    work_order_ids  bigint[] not null default '{}',
    check (active = (state in ('raised', 'acknowledged'))),
    check (state <> 'acknowledged' or acknowledged),
    check (state <> 'raised' or not acknowledged)
);
-- One open alarm for one subject: this is what makes raising idempotent.
create unique index alarm_open_subject on alarms.alarm (subject) where state <> 'closed';
create index alarm_open on alarms.alarm (id) where state <> 'closed';
create index alarm_asset on alarms.alarm (asset_id, id);

create table alarms.alarm_transition (
    id         bigint generated always as identity primary key,
    alarm_id   bigint not null references alarms.alarm (id),
    at         timestamptz not null,
    from_state text,
    to_state   text not null,
    user_id    bigint,
    user_name  text not null,
    reason     text
);
create index alarm_transition_alarm on alarms.alarm_transition (alarm_id, id);

-- Delays that run and alarms that stand, for the next start. No row: normal.
create table alarms.rule_state (
    rule_id       bigint not null references alarms.rule (id),
    datastream_id bigint not null references telemetry.datastream (id),
    phase         text not null check (phase in ('pending_on', 'active', 'pending_off')),
    since         timestamptz not null,
    due           timestamptz not null,
    last_t        timestamptz not null,
    value         double precision not null,
    extreme       double precision not null,
    primary key (rule_id, datastream_id)
);

create view alarms_api.alarm as
    select id, asset_id, datastream_id, priority, state, active, acknowledged, raised_at, cleared_at, closed_at
    from alarms.alarm;
