-- Where works lay before: what a map as of an earlier date looks through. Present states have their index on registry.asset.
create index asset_version_past_geom on registry.asset_version using gist (geom)
    where superseded_at = 'infinity' and valid_to <> 'infinity';
