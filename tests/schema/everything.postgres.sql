-- What schemas of PostgreSQL hold in practice, for introspection to read.
create schema other;
create table other.country (code char(2) primary key, name text);

create type mood as enum ('sad', 'ok, fine', 'happy');
create domain positive as integer check (VALUE > 0);
create domain score as positive not null default 5 check (VALUE <= 100);

create table types (
  id          integer generated always as identity primary key,
  small       smallint,
  big         bigint,
  exact       numeric,
  price       numeric(10, 2),
  rounded     numeric(3, -2),
  ratio       real,
  amount      double precision,
  title       text default null,
  code        varchar(20) default 'x',
  flag        char(1),
  payload     bytea,
  day         date,
  at          time,
  at_zone     timetz,
  made        timestamp(3),
  seen        timestamptz default now(),
  span        interval,
  ref         uuid,
  doc         json,
  docb        jsonb,
  feeling     mood not null,
  points      score,
  tags        text[],
  active      boolean not null default true,
  total       numeric(10, 2) generated always as (price * 2) stored,
  place       point,
  host        inet,
  net         cidr,
  device      macaddr,
  feelings    mood[],
  codes       varchar(5)[],
  amounts     numeric(10, 2)[][],
  documents   jsonb[],
  scores      score[]
);

create table serials (id bigserial primary key, code text unique deferrable initially deferred);

create table employee (
  id      integer primary key,
  boss_id integer references employee on delete set null,
  country char(2) references other.country (code)
);

create table pair (
  a integer,
  b text,
  c text not null,
  primary key (b, a),
  unique (c, a)
);
create unique index pair_c_again on pair (c, a);

create table pair_child (
  x text,
  y integer,
  z integer,
  foreign key (x, y) references pair (b, a) on delete cascade deferrable
);

create table special_keys (
  email   text,
  city    text,
  deleted timestamp,
  code    integer
);
create unique index special_partial on special_keys (city) where deleted is null;
create unique index special_expression on special_keys (code, lower(email));
create unique index special_plain_desc on special_keys (city desc, code);
create index special_not_unique on special_keys (deleted);

create table checked (
  age    integer check (age between 18 and 120),
  state  text check (state in ('new', 'done')),
  code   text check (length(code) >= 3),
  first  date,
  last   date,
  odd    integer check (odd % 2 = 1),
  check (last > first)
);

create table measure (id bigint, at date not null, primary key (id, at)) partition by range (at);
create table measure_2025 partition of measure for values from ('2025-01-01') to ('2026-01-01');
create table measure_note (id bigint, at date, foreign key (id, at) references measure (id, at));

create table ancestor (id integer);
create table descendant (extra text) inherits (ancestor);

create view only_a_view as select 1 as one;
create materialized view only_a_matview as select 1 as one;
create temporary table only_temporary (id integer);

create table "Odd ""Name"" of, Ünïcode" ("select" integer primary key, "Ü" text, "a b" text unique);
create table "order" ("from" integer references "Odd ""Name"" of, Ünïcode" ("select"));
create table seedctl_own (id integer);
