-- Refused sign-ins by hour, for those who watch. account_id is null for names that are no account's; the address is empty
-- where more came from than are counted apart.
create table security.sign_in_refusal (
    hour       timestamptz not null,
    account_id bigint      references security.account,
    address    text        not null,
    code       text        not null,
    count      bigint      not null,
    last_at    timestamptz not null,
    constraint sign_in_refusal_unique unique nulls not distinct (hour, account_id, address, code)
);
create index sign_in_refusal_by_account on security.sign_in_refusal (account_id, hour) where account_id is not null;
