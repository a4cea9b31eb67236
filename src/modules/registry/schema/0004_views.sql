-- What other modules may read.
create view registry_api.asset as
select id, version, class_key, domain, level, parent_id, name, name_folded, status, grade, owner_id, operator_id,
       ward_code, generated, public.st_x(point) as lon, public.st_y(point) as lat, geom, geom_web, least_zoom
from registry.asset;
comment on view registry_api.asset is
    'current assets; geom in WGS 84, geom_web in EPSG:3857; least_zoom: from which zoom maps show it';
