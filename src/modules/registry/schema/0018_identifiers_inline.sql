-- The statements of the program gather the identifiers of an asset themselves.
drop function registry.identifiers_of(bigint);
