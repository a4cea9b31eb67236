-- The same places under ids that stay. A state is written again under a new id whenever another one follows it or takes its
-- place; it remembers the first that began at its time.
alter table registry.asset_version add column origin bigint;  -- nothing: itself
update registry.asset_version v set origin = o.first
from (select asset_id, valid_from, min(id) as first from registry.asset_version group by asset_id, valid_from
      having count(*) > 1) o
where v.asset_id = o.asset_id and v.valid_from = o.valid_from and v.id <> o.first;
drop index registry.asset_version_places;
create index asset_version_places on registry.asset_version (coalesce(origin, id))
    where superseded_at = 'infinity' and geom is not null;

create or replace view registry_api.asset_place as
select coalesce(v.origin, v.id) as id, v.asset_id, v.valid_from as since, v.geom,
       not exists (select from registry.asset_version later
                   where later.asset_id = v.asset_id and later.superseded_at = 'infinity'
                     and later.valid_from > v.valid_from
                     and (later.geom is null or not public.st_orderingequals(later.geom, v.geom))) as is_current
from registry.asset_version v
where v.superseded_at = 'infinity' and v.geom is not null
  and not exists (select from registry.asset_version before
                  where before.asset_id = v.asset_id and before.superseded_at = 'infinity'
                    and before.valid_to = v.valid_from
                    and before.geom is not null
                    and public.st_orderingequals(before.geom, v.geom)
                  offset 0);
comment on view registry_api.asset_place is
    'id: of the first state that began at that time, so it stays; is_current: the asset is there now';

-- As before (0015), with the origins. The present state comes last.
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
        address, attributes, geom, source, identifiers, origin)
    select asset_id, version, valid_from, changed_from, changed_at, changed_by,
        changed_by_name, reason, parent_id, name, name_en, other_names, status, grade, owner_id, operator_id, ward_code,
        address, attributes, geom, source, identifiers, coalesce(origin, id)
    from ended where valid_from < changed_from;

    insert into registry.asset_version (asset_id, version, valid_from, recorded_at, changed_by, changed_by_name, reason,
        parent_id, name, name_en, other_names, status, grade, owner_id, operator_id, ward_code, address, attributes,
        geom, source, identifiers, origin)
    select a.id, a.version, a.valid_from, a.recorded_at, by_id, by_name, why,
        a.parent_id, a.name, a.name_en, a.other_names, a.status, a.grade, a.owner_id, a.operator_id, a.ward_code,
        a.address, a.attributes, a.geom, a.source,
        coalesce((select jsonb_agg(jsonb_strip_nulls(jsonb_build_object(
                      'kind', i.kind, 'value', i.value, 'issuer', i.issuer, 'valid_from', i.valid_from,
                      'valid_to', i.valid_to)) order by i.id)
                  from registry.identifier i where i.asset_id = a.id), '[]'),
        case when a.version > 1 then
            (select coalesce(v.origin, v.id) from registry.asset_version v
             where v.asset_id = a.id and v.valid_from = a.valid_from order by v.superseded_at desc, v.id desc limit 1) end
    from registry.asset a where a.id = any(ids)
$$;

-- Where a work was from `since` to `until` (nothing: until now and on) is told anew, recorded at `at`: every state of that
-- time keeps what else it says, states are cut where the time begins or ends within them, and those without a place keep
-- none. What was believed before stays on record. The caller checks rights and place, and leaves the evidence.
create function registry_api.correct_place(work bigint, since timestamptz, until timestamptz, place public.geometry,
    at timestamptz, by_id bigint, by_name text, why text) returns bigint
language plpgsql as $$
declare
    present timestamptz;
    now_version bigint;
begin
    select a.valid_from into strict present from registry.asset a where a.id = work for update;
    if until is null then
        update registry.asset a set version = version + 1, geom = place,
            ward_code = registry.ward_of(a.class_key, a.attributes, place),
            valid_from = greatest(present, since), recorded_at = at
        where a.id = work and a.geom is not null;
        perform registry.record_versions(array[work], by_id, by_name, why);
    elsif until > present then
        update registry.asset a set version = version + 1, valid_from = until, recorded_at = at where a.id = work;
        perform registry.record_versions(array[work], by_id, by_name, why);
    end if;

    with ended as (
        update registry.asset_version v set superseded_at = at
        where v.asset_id = work and v.superseded_at = 'infinity' and v.valid_to <> 'infinity' and v.geom is not null
          and v.valid_from < coalesce(until, 'infinity') and v.valid_to > since
        returning v.*
    )
    insert into registry.asset_version (asset_id, version, valid_from, valid_to, recorded_at, changed_by,
        changed_by_name, reason, parent_id, name, name_en, other_names, status, grade, owner_id, operator_id, ward_code,
        address, attributes, geom, source, identifiers, origin)
    select e.asset_id, e.version, p.begins, p.ends, at, by_id, by_name, why, e.parent_id, e.name, e.name_en,
        e.other_names, e.status, e.grade, e.owner_id, e.operator_id,
        case when p.moved then registry.ward_of(a.class_key, e.attributes, place) else e.ward_code end, e.address,
        e.attributes, case when p.moved then place else e.geom end,
        e.source, e.identifiers, case when p.begins = e.valid_from then coalesce(e.origin, e.id) end
    from ended e join registry.asset a on a.id = e.asset_id, lateral (values
        (e.valid_from, least(e.valid_to, since), false),
        (greatest(e.valid_from, since), least(e.valid_to, coalesce(until, 'infinity')), true),
        (greatest(e.valid_from, coalesce(until, 'infinity')), e.valid_to, false)) p(begins, ends, moved)
    where p.begins < p.ends;

    select a.version into now_version from registry.asset a where a.id = work;
    return now_version;
end
$$;

-- The place that a work came to at `since` is the one that was known by `place_id`: its time was told anew.
create function registry_api.keep_place_id(work bigint, place_id bigint, since timestamptz) returns bigint
language sql as $$
    update registry.asset_version v
    set origin = case when v.valid_from = since then place_id
                      else nextval(pg_get_serial_sequence('registry.asset_version', 'id')) end
    where v.asset_id = work and v.superseded_at = 'infinity'
      and (v.valid_from = since or coalesce(v.origin, v.id) = place_id);
    select place_id
$$;
