-- What the rows of files looked like is written by the import alone, beside the asset and the run that it names, and neither is
-- ever deleted. Looking both up again for each row was a tenth of an import.
alter table registry.import_row
    drop constraint import_row_asset_id_fkey,
    drop constraint import_row_run_id_fkey;
drop index registry.import_row_run;  -- nobody looks for the rows of a run

-- Wards are looked for by one point at a time. A page of this index was compared entry by entry, 170 of them; with pages a tenth
-- full a search takes a quarter of the time. Only a build leaves them so, with its buffers.
drop index registry.ward_area_area;
create index ward_area_area on registry.ward_area using gist (area) with (fillfactor = 10, buffering = on);

-- As before (0002), and the index is built anew.
create or replace function registry.refresh_wards() returns void
language sql as $$
    delete from registry.ward_area;
    insert into registry.ward_area (ward_code, area)
        select ward_code, public.st_subdivide(geom, 128) from registry.asset
        where class_key = 'ward' and status <> 'retired' and ward_code is not null and geom is not null;
    reindex index registry.ward_area_area;
    with found as materialized (
        select id, registry.ward_at(point) as ward_code from registry.asset where class_key <> 'ward' and point is not null
    )
    update registry.asset a set ward_code = f.ward_code from found f
        where a.id = f.id and a.ward_code is distinct from f.ward_code
$$;
