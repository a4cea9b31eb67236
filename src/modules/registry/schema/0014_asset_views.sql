-- What SensorThings shows of an asset beyond registry_api.asset: every field, and where it has been.
create view registry_api.asset_detail as
select id, name_en, other_names, address, attributes, source, valid_from, recorded_at
from registry.asset;

-- The places of an asset as the register believes them today: a state whose geometry differs from that of the state before.
create view registry_api.asset_place as
select v.id, v.asset_id, v.valid_from as since, v.geom,
       not exists (select from registry.asset_version later
                   where later.asset_id = v.asset_id and later.superseded_at = 'infinity'
                     and later.valid_from > v.valid_from
                     and (later.geom is null or not public.st_orderingequals(later.geom, v.geom))) as is_current
from registry.asset_version v
where v.superseded_at = 'infinity' and v.geom is not null
  and not exists (select from registry.asset_version before
                  where before.asset_id = v.asset_id and before.superseded_at = 'infinity'
                    and before.valid_to = v.valid_from
                    and before.geom is not null and public.st_orderingequals(before.geom, v.geom));
comment on view registry_api.asset_place is 'id: of the state that began it; is_current: the asset is there now';
create index asset_version_places on registry.asset_version (id) where superseded_at = 'infinity' and geom is not null;
