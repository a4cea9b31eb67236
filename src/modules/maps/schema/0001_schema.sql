-- Maps keep nothing of their own: tiles come from registry_api.asset, base maps from a file.
create schema if not exists maps;
