create schema maintenance;
create schema maintenance_api;

-- Numbers without gaps, one series a year: PCV-2026-000001.
create table maintenance.number_counter (
    year integer primary key,
    last bigint not null
);

create table maintenance.work_order (
    id           bigint generated always as identity primary key,
    version      bigint not null default 1,
    number       text not null unique,
    asset_id     bigint not null references registry.asset (id),
    alarm_id     bigint references alarms.alarm (id),
    kind         text not null check (kind in ('repair', 'inspection', 'upkeep', 'emergency')),
    title        text not null,
    description  text,
    priority     text not null check (priority in ('critical', 'major', 'warning', 'notice')),
    state        text not null
                 check (state in ('open', 'assigned', 'in_progress', 'completed', 'accepted', 'cancelled')),
    assignee_id  bigint,
    due_at       timestamptz,
    created_by   text not null,
    created_at   timestamptz not null,
    started_at   timestamptz,
    completed_at timestamptz,
    accepted_at  timestamptz,
    result       text,
    check (state in ('open', 'cancelled') or assignee_id is not null),
    check (completed_at is null or result is not null)
);
create index work_order_open on maintenance.work_order (id) where state not in ('accepted', 'cancelled');
create index work_order_asset on maintenance.work_order (asset_id, id);
create index work_order_assignee on maintenance.work_order (assignee_id, id);
create index work_order_alarm on maintenance.work_order (alarm_id, id) where alarm_id is not null;

create table maintenance.work_transition (
    id            bigint generated always as identity primary key,
    work_order_id bigint not null references maintenance.work_order (id),
    at            timestamptz not null,
    from_state    text,
    to_state      text not null,
    user_id       bigint,
    user_name     text not null,
    reason        text
);
create index work_transition_order on maintenance.work_transition (work_order_id, id);

create table maintenance.work_note (
    id            bigint generated always as identity primary key,
    work_order_id bigint not null references maintenance.work_order (id),
    at            timestamptz not null,
    user_id       bigint,
    user_name     text not null,
    text          text not null,
    photo         text  -- SHA-256 of the file
);
create index work_note_order on maintenance.work_note (work_order_id, id);
create index work_note_photo on maintenance.work_note (photo) where photo is not null;

create view maintenance_api.work_order as
    select id, asset_id, alarm_id, state, priority, assignee_id, due_at from maintenance.work_order;
