-- What conditions of CQL2 call. Nothing here raises an error: what has no value is NULL, so that one row with a zero in it
-- does not end a question about all the others.
create schema if not exists cql2;

-- Full case folding (Unicode, section 5.18): upper case, then lower case; ß and ss meet, ς and σ meet. The dotless ı is
-- no i: it stands aside under a private letter.
create function cql2.casei(value text) returns text
language sql immutable strict parallel safe as $$
    select translate(lower(upper(translate(normalize(value, nfc), 'ı', U&'\E0F1') collate "und-x-icu")),
                     U&'\E0F1' || 'ς', 'ıσ') collate "C"
$$;

-- Without the marks above, below and through letters: decomposed, non-spacing marks taken away; đ has no decomposition.
create function cql2.accenti(value text) returns text
language sql immutable strict parallel safe as $$
    select normalize(regexp_replace(translate(normalize(value, nfd), 'đĐ', 'dD'),
                     '[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]', '', 'g'), nfc) collate "C"
$$;

-- An array of which every element is known, else NULL: what holds of a set with an unknown element is unknown.
create function cql2.known(items anyarray) returns anyarray
language sql immutable strict parallel safe as $$
    select case when array_position(items, null) is null then items end
$$;

-- Arithmetic in double precision. Beyond 1e300, and where there is no result, it is NULL.
create function cql2.add(a double precision, b double precision) returns double precision
language sql immutable strict parallel safe as $$
    select case when abs(a) <= 1e300 and abs(b) <= 1e300 then a + b end
$$;
create function cql2.subtract(a double precision, b double precision) returns double precision
language sql immutable strict parallel safe as $$
    select case when abs(a) <= 1e300 and abs(b) <= 1e300 then a - b end
$$;
create function cql2.multiply(a double precision, b double precision) returns double precision
language sql immutable strict parallel safe as $$
    select case when a = 0 or b = 0 then 0
                when abs(ln(abs(a)) + ln(abs(b))) < 690 then a * b end
$$;
create function cql2.divide(a double precision, b double precision) returns double precision
language sql immutable strict parallel safe as $$
    select case when b = 0 then null when a = 0 then 0
                when abs(ln(abs(a)) - ln(abs(b))) < 690 then a / b end
$$;
-- Both towards zero: 7 div 2 = 3, -7 div 2 = -3; the remainder has the sign of a.
create function cql2.quotient(a double precision, b double precision) returns double precision
language sql immutable strict parallel safe as $$
    select trunc(cql2.divide(a, b))
$$;
create function cql2.remainder(a double precision, b double precision) returns double precision
language sql immutable strict parallel safe as $$
    select case when b <> 0 and abs(a) <= 1e300 and abs(b) <= 1e300
                then mod(a::numeric, b::numeric)::double precision end
$$;
create function cql2.power(a double precision, b double precision) returns double precision
language sql immutable strict parallel safe as $$
    select case when a = 0 then case when b > 0 then 0 when b = 0 then 1 end
                when a < 0 and b <> trunc(b) then null
                when abs(b * ln(abs(a))) < 690 then power(a, b) end
$$;
