-- What OGC API Features reads: works that are not retired, by id within a class, or by place within a class.
create index asset_current on registry.asset (class_key, id) where status <> 'retired';
create index asset_current_geom on registry.asset using gist (class_key, geom) where status <> 'retired';
