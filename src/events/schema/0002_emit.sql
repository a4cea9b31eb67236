-- For triggers of modules, the same as the program's own statement: written with the change, told at its commit.
create function events.emit(topic text, key text, payload jsonb) returns void language sql as $$
    insert into events.outbox (topic, key, payload) values (topic, key, payload);
    select pg_notify('hatang_event', '')
$$;
