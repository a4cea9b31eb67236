-- Wards in pieces of few vertices: finding the ward of a point looks at one small polygon, not at a whole border.
create table registry.ward_area (
    ward_code text not null,
    area public.geometry(Geometry, 4326) not null
);
create index ward_area_area on registry.ward_area using gist (area);

-- The ward that a point lies in; on a shared border the one with the smaller code.
create function registry.ward_at(point public.geometry) returns text
language sql stable parallel safe as $$
    select ward_code from registry.ward_area where public.st_covers(area, point) order by ward_code limit 1
$$;

-- The ward of an asset: its own code for a ward, else by its point.
create function registry.ward_of(class_key text, attributes jsonb, geom public.geometry) returns text
language sql stable parallel safe as $$
    select case when class_key = 'ward' then attributes ->> 'code' else registry.ward_at(registry.point_on(geom)) end
$$;

-- After wards have changed: cuts them anew and finds the ward of every other asset again.
create function registry.refresh_wards() returns void
language sql as $$
    delete from registry.ward_area;
    insert into registry.ward_area (ward_code, area)
        select ward_code, public.st_subdivide(geom, 128) from registry.asset
        where class_key = 'ward' and status <> 'retired' and ward_code is not null and geom is not null;
    with found as materialized (
        select id, registry.ward_at(point) as ward_code from registry.asset where class_key <> 'ward' and point is not null
    )
    update registry.asset a set ward_code = f.ward_code from found f
        where a.id = f.id and a.ward_code is distinct from f.ward_code
$$;
