-- Several servers on one database: docs/internals/observation-storage.md, section 2.

-- The lease on sealing. Its epoch is the fencing token: who takes the lease raises it. A server of an older version stops
-- here, it would not see what others commit.
update telemetry.writer set epoch = epoch + 1;
alter table telemetry.writer
    add column lease_until timestamptz not null default '-infinity',
    add column changes bigint not null default 0,  -- the newest row of telemetry.change
    add column amended bigint not null default 0;  -- and the newest of those that changed readings

-- Datastreams whose chunks were changed, in the order of the commits: memory reads again what it knows of them. `amended`:
-- readings were corrected or removed, not only sealed.
create table telemetry.change (
    no bigint primary key,
    datastreams bigint[] not null,
    amended boolean not null
);

-- The newest batch stays for ever, since a batch is only taken behind the one before it. An empty one begins the log.
insert into telemetry.batch (id, count, payload)
    select (select coalesce(max(through_batch), 0) from telemetry.sealed), 0, '\x0100a5efc3e2'
    where not exists (select from telemetry.batch);
