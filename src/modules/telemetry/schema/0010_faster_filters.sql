-- The same values (0002). PostgreSQL writes a function into the statement only when it is not strict: called for each row of the
-- register they were most of what a filter over properties cost.
create or replace function telemetry.json_number(value jsonb) returns double precision
language sql immutable parallel safe called on null input as $$
    select case when jsonb_typeof(value) = 'number' and abs((value #>> '{}')::numeric) < 1e300
                then case when abs((value #>> '{}')::numeric) < 1e-300 then 0  -- a double has no room for it
                          else (value #>> '{}')::double precision end end
$$;
create or replace function telemetry.json_text(value jsonb) returns text
language sql immutable parallel safe called on null input as $$
    select case when jsonb_typeof(value) in ('string', 'number') then value #>> '{}' end
$$;
create or replace function telemetry.json_boolean(value jsonb) returns boolean
language sql immutable parallel safe called on null input as $$
    select case when jsonb_typeof(value) = 'boolean' then value = 'true'::jsonb end
$$;

-- Too few rows change for autovacuum ever to look at it: without figures the planner takes 17 kinds of measurement for 400, and a
-- condition on one of them for twenty times as selective as it is.
analyze telemetry.observed_property;
