-- A work that is split or merged may go on under its own identity, with another shape: the longer stretch of a street that is cut
-- stays what it was. It is predecessor and successor in one.
alter table registry.succession_part
    drop constraint succession_part_role_check,
    add constraint succession_part_role_check check (role in ('predecessor', 'successor', 'kept')),
    add column version_before bigint, -- of a work that goes on, for revoking
    add column version_after bigint;  -- what the act left; revoking it is refused when somebody has changed the work since
