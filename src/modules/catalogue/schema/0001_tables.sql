-- The catalogues as SQL users and the history see them. The program reads its data files and keeps these rows equal to
-- them; a row that is no longer valid keeps its place and gets valid_to. legal_basis '' means that none is known.

create schema catalogue;
create schema catalogue_api;

create table catalogue.domain (
    key         text primary key,
    position    int  not null,
    name_vi     text not null,
    name_en     text not null,
    icon        text not null,
    hue         text not null,
    legal_basis text not null,
    valid_from  date not null,
    valid_to    date
);

create table catalogue.asset_class (
    key         text   not null,
    valid_from  date   not null,
    valid_to    date,
    domain      text   not null references catalogue.domain,
    level       text   not null check (level in ('work', 'item', 'component')),
    name_vi     text   not null,
    name_en     text   not null,
    type_code   text   not null,
    geometry    text[] not null,
    grading     text[] not null,
    schema      jsonb  not null,
    legal_basis text   not null,
    primary key (key, valid_from),
    check (valid_to > valid_from)
);

create table catalogue.code_list (
    key         text primary key,
    name_vi     text not null,
    name_en     text not null,
    legal_basis text not null,
    valid_from  date not null,
    valid_to    date
);

create table catalogue.code (
    list_key    text not null references catalogue.code_list,
    key         text not null,
    position    int  not null,
    name_vi     text not null,
    name_en     text not null,
    legal_basis text not null,
    valid_from  date not null,
    valid_to    date,
    primary key (list_key, key, valid_from)
);

create table catalogue.ward (
    code        text not null check (code ~ '^[0-9]{5}$'),
    valid_from  date not null,
    valid_to    date,
    name        text not null,
    name_en     text not null,
    kind        text not null check (kind in ('phường', 'xã')),
    legal_basis text not null,
    primary key (code, valid_from)
);

-- classes: intervals [{"grade","from","from_open","to","to_open"}]; importance: [{"key","grade","name_vi","name_en"}].
create table catalogue.grading_row (
    code           text    not null,
    valid_from     date    not null,
    valid_to       date,
    work_vi        text    not null,
    work_en        text    not null,
    criterion_vi   text    not null,
    criterion_en   text    not null,
    unit           text    not null,
    classes        jsonb   not null,
    importance     jsonb,
    length_limit_m float8,
    legal_basis    text    not null,
    primary key (code, valid_from)
);

-- Which state of the data files the tables hold.
create table catalogue.loaded_data (
    only_row  boolean primary key default true check (only_row),
    hash      text        not null,
    loaded_at timestamptz not null default now()
);

create view catalogue_api.asset_class as
    select key, domain, level, name_vi, name_en, type_code, legal_basis, valid_from, valid_to from catalogue.asset_class;
create view catalogue_api.ward as
    select code, name, name_en, kind, legal_basis, valid_from, valid_to from catalogue.ward;
create view catalogue_api.domain as
    select key, position, name_vi, name_en, icon, hue from catalogue.domain;
