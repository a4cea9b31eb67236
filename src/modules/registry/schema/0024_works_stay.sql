-- A work stays for life: it is retired, merged, replaced, never deleted. The database said so only by the references to it; now
-- it says it itself. So history, identifiers and versions, which the program writes beside the work that it has just written or
-- locked, need not look it up once more for each row: a tenth of an import went there.
create function registry.refuse_deletion() returns trigger language plpgsql as $$
begin
    raise exception 'work % is never deleted; it is retired', old.id using errcode = 'restrict_violation';
end
$$;
create trigger asset_stays before delete on registry.asset for each row execute function registry.refuse_deletion();
create function registry.refuse_truncation() returns trigger language plpgsql as $$
begin
    raise exception 'works are never deleted; they are retired' using errcode = 'restrict_violation';
end
$$;
create trigger assets_stay before truncate on registry.asset for each statement execute function registry.refuse_truncation();

alter table registry.asset_version drop constraint asset_version_asset_id_fkey;
alter table registry.identifier drop constraint identifier_asset_id_fkey;
alter table registry.asset_history drop constraint asset_history_asset_id_fkey;
