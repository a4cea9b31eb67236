-- What is wrong with the data of works, as the last judgement found it. docs of the kinds: quality/README.md
create table registry.quality_run (
    id bigint generated always as identity primary key,
    started_at timestamptz not null,
    finished_at timestamptz not null,
    assets bigint not null,
    pieces jsonb not null           -- [{"network","lines","pieces","loose"}]
);

-- A finding holds for one version of its asset: once somebody has changed the asset it counts no longer.
create table registry.quality_finding (
    asset_id bigint not null references registry.asset,
    kind text not null check (kind in ('missing', 'no_geometry', 'geometry', 'outside', 'duplicate', 'disconnected', 'no_owner',
        'no_code')),
    version bigint not null,
    amount integer not null default 1,  -- of missing: how many attributes
    detail jsonb,
    primary key (kind, asset_id)
);
create index quality_finding_asset on registry.quality_finding (asset_id);

-- Which networks there are: lines of these classes join where they come within a metre of each other or of a node.
create table registry.quality_network (
    class_key text primary key,
    network text not null
);
insert into registry.quality_network (class_key, network) values
    ('road', 'road'), ('road_segment', 'road'), ('bridge', 'road'), ('tunnel', 'road'), ('interchange', 'road'),
    ('rail_line', 'rail'), ('metro_line', 'rail'), ('track', 'rail'),
    ('water_pipe', 'water'), ('water_valve', 'water'), ('hydrant', 'water'), ('water_plant', 'water'),
    ('water_pumping_station', 'water'), ('water_tank', 'water'), ('well', 'water'), ('flow_meter', 'water'),
    ('sewer', 'drainage'), ('manhole', 'drainage'), ('drainage_pumping_station', 'drainage'), ('outfall', 'drainage'),
    ('overflow', 'drainage'), ('wastewater_plant', 'drainage'), ('regulating_lake', 'drainage'), ('detention_tank', 'drainage'),
    ('flood_gate', 'drainage'),
    ('lighting_cable', 'lighting'), ('lighting_cabinet', 'lighting'), ('lamp', 'lighting'),
    ('feeder', 'power'), ('substation', 'power'), ('transformer', 'power'), ('power_pole', 'power'), ('switchgear', 'power'),
    ('telecom_duct', 'telecom'), ('telecom_cable', 'telecom'), ('telecom_chamber', 'telecom'), ('telecom_tower', 'telecom'),
    ('street_cabinet', 'telecom');

-- Attributes that the law wants of each class today.
create view registry.wanted_attribute as
select class_key, attribute from catalogue_api.mandatory_attribute
where valid_from <= current_date and coalesce(valid_to > current_date, true);
