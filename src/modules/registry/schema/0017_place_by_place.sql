-- The same places. Whether a state begins one is asked state by state (offset 0): joined against all states at once, a question
-- about a few places read all of them, and one that led over places twice took minutes.
create or replace view registry_api.asset_place as
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
                    and before.geom is not null
                    and public.st_orderingequals(before.geom, v.geom)
                  offset 0);
