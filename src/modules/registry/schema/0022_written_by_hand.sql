-- What changes works without the program, an administrator with SQL, writes no event; but tiles, boxes and everything else that
-- is kept in memory follows events. So the database tells of it. The program names its connections "hatang" and tells by itself.
create function registry.tell_of_hand() returns trigger language plpgsql as $$
declare
    work registry.asset := case tg_op when 'DELETE' then old else new end;
begin
    insert into events.outbox (topic, key, payload) values ('asset.changed', work.id::text,
        jsonb_strip_nulls(jsonb_build_object('id', work.id, 'version', work.version, 'class', work.class_key,
            'domain', work.domain, 'lon', public.st_x(work.point), 'lat', public.st_y(work.point))));
    perform pg_notify('hatang_event', '');
    return null;
end
$$;
create trigger asset_written_by_hand after insert or update or delete on registry.asset
    for each row when (current_setting('application_name') <> 'hatang') execute function registry.tell_of_hand();
