-- The same places under ids that stay: that of the first state ever recorded to begin at their time. A state is written
-- again under a new id whenever another one follows it.
create or replace view registry_api.asset_place as
select o.id, v.asset_id, v.valid_from as since, v.geom,
       not exists (select from registry.asset_version later
                   where later.asset_id = v.asset_id and later.superseded_at = 'infinity'
                     and later.valid_from > v.valid_from
                     and (later.geom is null or not public.st_orderingequals(later.geom, v.geom))) as is_current
from registry.asset_version o
join registry.asset_version v on v.asset_id = o.asset_id and v.valid_from = o.valid_from
    and v.superseded_at = 'infinity' and v.geom is not null
where not exists (select from registry.asset_version elder
                  where elder.asset_id = o.asset_id and elder.valid_from = o.valid_from and elder.id < o.id
                  offset 0)
  and not exists (select from registry.asset_version before
                  where before.asset_id = v.asset_id and before.superseded_at = 'infinity'
                    and before.valid_to = v.valid_from
                    and before.geom is not null
                    and public.st_orderingequals(before.geom, v.geom)
                  offset 0);
comment on view registry_api.asset_place is
    'id: of the first state that began at that time, so it stays; is_current: the asset is there now';

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
        address, attributes, geom, source, identifiers)
    select e.asset_id, e.version, p.begins, p.ends, at, by_id, by_name, why, e.parent_id, e.name, e.name_en,
        e.other_names, e.status, e.grade, e.owner_id, e.operator_id, e.ward_code, e.address, e.attributes, p.geom,
        e.source, e.identifiers
    from ended e, lateral (values
        (e.valid_from, least(e.valid_to, since), e.geom),
        (greatest(e.valid_from, since), least(e.valid_to, coalesce(until, 'infinity')), place),
        (greatest(e.valid_from, coalesce(until, 'infinity')), e.valid_to, e.geom)) p(begins, ends, geom)
    where p.begins < p.ends;

    select a.version into now_version from registry.asset a where a.id = work;
    return now_version;
end
$$;
