-- As before (0022), through the door of the events.
create or replace function registry.tell_of_hand() returns trigger language plpgsql as $$
declare
    work registry.asset := case tg_op when 'DELETE' then old else new end;
begin
    perform events.emit('asset.changed', work.id::text,
        jsonb_strip_nulls(jsonb_build_object('id', work.id, 'version', work.version, 'class', work.class_key,
            'domain', work.domain, 'lon', public.st_x(work.point), 'lat', public.st_y(work.point))));
    return null;
end
$$;
