-- Classification of data decides who may read an asset: mở, dùng chung, nội bộ, hạn chế. It holds for the asset as a whole,
-- its past included; changes of it stand in the audit log.
alter table registry.asset add column sensitivity text not null default 'internal'
    check (sensitivity in ('open', 'shared', 'internal', 'restricted'));
update registry.asset set sensitivity = 'open' where class_key = 'ward';
create index asset_restricted on registry.asset (id) where sensitivity = 'restricted';

create or replace view registry_api.asset as
select id, version, class_key, domain, level, parent_id, name, name_folded, status, grade, owner_id, operator_id,
       ward_code, generated, public.st_x(point) as lon, public.st_y(point) as lat, geom, geom_web, least_zoom, sensitivity
from registry.asset;
