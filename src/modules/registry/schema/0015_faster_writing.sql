-- Writing costs less: what each row paid for is paid once for a statement, or not at all.

-- Maps look for what lies in a box of EPSG:3857 by its box in WGS 84: the same by another name, and that index is there anyway.
drop index registry.asset_drawn;
-- Places within a class, by a number for its key: texts in such an index cost twice as much to write. Whoever wants to use it
-- asks for hashtext(class_key) beside class_key.
drop index registry.asset_current_geom;
create index asset_class_place on registry.asset using gist (hashtext(class_key), geom) where status <> 'retired';

-- Who knows the zoom says it (imports, for all their rows at once); for all others the trigger does, as ever.
alter table registry.asset alter column least_zoom drop default;
drop trigger asset_least_zoom on registry.asset;
create trigger asset_least_zoom before insert on registry.asset
    for each row when (new.least_zoom is null) execute function registry.set_least_zoom();
create trigger asset_least_zoom_again before update of attributes, class_key on registry.asset
    for each row when (new.attributes is distinct from old.attributes or new.class_key is distinct from old.class_key)
    execute function registry.set_least_zoom();

-- As before (0001); the identifiers of all assets are read by one statement, not by a function for each.
create or replace function registry.record_versions(ids bigint[], by_id bigint, by_name text, why text) returns void
language sql as $$
    with changed as (
        select id, valid_from, recorded_at from registry.asset where id = any(ids)
    ), ended as (
        update registry.asset_version v set superseded_at = c.recorded_at
        from changed c
        where v.asset_id = c.id and v.superseded_at = 'infinity' and v.valid_to > c.valid_from
        returning v.*, c.valid_from as changed_from, c.recorded_at as changed_at
    )
    insert into registry.asset_version (asset_id, version, valid_from, valid_to, recorded_at, changed_by,
        changed_by_name, reason, parent_id, name, name_en, other_names, status, grade, owner_id, operator_id, ward_code,
        address, attributes, geom, source, identifiers)
    select asset_id, version, valid_from, changed_from, changed_at, changed_by,
        changed_by_name, reason, parent_id, name, name_en, other_names, status, grade, owner_id, operator_id, ward_code,
        address, attributes, geom, source, identifiers
    from ended where valid_from < changed_from;

    insert into registry.asset_version (asset_id, version, valid_from, recorded_at, changed_by, changed_by_name, reason,
        parent_id, name, name_en, other_names, status, grade, owner_id, operator_id, ward_code, address, attributes,
        geom, source, identifiers)
    select a.id, a.version, a.valid_from, a.recorded_at, by_id, by_name, why,
        a.parent_id, a.name, a.name_en, a.other_names, a.status, a.grade, a.owner_id, a.operator_id, a.ward_code,
        a.address, a.attributes, a.geom, a.source,
        coalesce((select jsonb_agg(jsonb_strip_nulls(jsonb_build_object(
                      'kind', i.kind, 'value', i.value, 'issuer', i.issuer, 'valid_from', i.valid_from,
                      'valid_to', i.valid_to)) order by i.id)
                  from registry.identifier i where i.asset_id = a.id), '[]')
    from registry.asset a where a.id = any(ids)
$$;
