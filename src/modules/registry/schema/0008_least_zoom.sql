-- From which zoom tiles show an asset is said by its class in the catalogue, no longer by a list of classes here.
alter table registry.asset alter column least_zoom drop expression;
update registry.asset set least_zoom = 0 where least_zoom is null;
alter table registry.asset alter column least_zoom set not null, alter column least_zoom set default 0;

create function registry.set_least_zoom() returns trigger language plpgsql as $$
begin
    new.least_zoom := coalesce(catalogue_api.least_zoom(new.class_key, new.attributes), 0);
    return new;
end
$$;
create trigger asset_least_zoom before insert or update of attributes, class_key on registry.asset
    for each row execute function registry.set_least_zoom();

-- Which state of the catalogue the zooms follow.
create table registry.seen_catalogue (
    only_row boolean primary key default true check (only_row),
    hash     text not null
);

-- Called when the catalogue has brought other rules; gives how many assets changed.
create function registry.refresh_least_zoom() returns bigint language sql as $$
    with changed as (
        update registry.asset a set least_zoom = z.zoom
        from (select id, coalesce(catalogue_api.least_zoom(class_key, attributes), 0) as zoom from registry.asset) z
        where a.id = z.id and a.least_zoom <> z.zoom
        returning 1)
    select count(*) from changed
$$;
drop function registry.least_zoom(text, jsonb);
