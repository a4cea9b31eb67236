-- From which zoom maps draw the works of a class: a number, or a rule by the value of an attribute,
-- {"by": ["osm_tags.highway", "category"], "zooms": {"motorway": 6}, "otherwise": 13}.
alter table catalogue.asset_class add column least_zoom jsonb not null default '0';

create function catalogue_api.least_zoom(which text, attributes jsonb) returns smallint
language sql stable parallel safe as $$
    select case jsonb_typeof(c.least_zoom)
               when 'number' then (c.least_zoom #>> '{}')::smallint
               else coalesce(c.least_zoom -> 'zooms' ->> (
                        select attributes #>> string_to_array(path, '.')
                        from jsonb_array_elements_text(c.least_zoom -> 'by') with ordinality as p(path, n)
                        where attributes #>> string_to_array(path, '.') is not null order by n limit 1),
                    c.least_zoom ->> 'otherwise')::smallint
           end
    from catalogue.asset_class c where c.key = which order by c.valid_from desc limit 1
$$;

-- The attributes that the law wants of a class. They steer forms and figures of completeness; rows without them are
-- accepted all the same.
create view catalogue_api.mandatory_attribute as
select c.key as class_key, a.name as attribute, m.entry ->> 'legal_basis' as legal_basis, c.valid_from, c.valid_to
from catalogue.asset_class c,
     jsonb_array_elements(c.schema -> 'mandatory') as m(entry),
     jsonb_array_elements_text(m.entry -> 'properties') as a(name);

create view catalogue_api.loaded_data as select hash, loaded_at from catalogue.loaded_data;
