-- What schemas of SQLite hold in practice, for introspection to read.
create table types (
  id          integer primary key,
  small       SMALLINT,
  big         BigInt,
  exact       numeric,
  price       decimal( 10 , 2 ),
  ratio       float4,
  amount      double precision,
  title       text default null,
  code        varchar(20) default 'x',
  national    nvarchar(7),
  payload     blob,
  day         date,
  at          time,
  made        datetime,
  seen        timestamp with time zone default current_timestamp,
  span        interval,
  ref         uuid,
  doc         json,
  active      boolean not null default true,
  total       numeric(10, 2) generated always as (price * 2) stored,
  virtual_sum integer as (small + 1),
  label       STRING,
  anything,
  place       point
);

create table counted (id integer primary key autoincrement, note text default 'autoincrement check (1)');
create table not_counted (id integer primary key, note text /* AUTOINCREMENT check (note > '') */);
create table no_rowid (id integer primary key, note text) without rowid;
create table int_key (id int primary key, note text);
create table descending (id integer primary key desc);

create table employee (
  id      integer primary key,
  boss_id integer references Employee on delete set null
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
  z integer references employee (ID) not deferrable,
  foreign key (x, y) references pair on delete cascade deferrable initially deferred
);

create table special_keys (
  email   text,
  city    text,
  deleted timestamp,
  code    integer,
  nick    text unique collate nocase
);
create unique index special_partial on special_keys (city) where deleted is null;
create unique index special_expression on special_keys (code, lower(email));
create unique index special_plain_desc on special_keys (city desc, code);
create index special_not_unique on special_keys (deleted);

create table checked (
  age    integer constraint grown_up check (age between 18 and 120),
  state  text check ("state" in ("new", "done")),
  code   text check (length([code]) >= 3), -- check (code > 'commented out')
  first  date,
  last   date,
  odd    integer check (odd % 2 == 1),
  check (`last` > checked.First)
);

create table strict_types (a int, b any, c text) strict;
create virtual table words using fts5 (body);
create view only_a_view as select 1 as one;
create temporary table only_temporary (id integer);

create table "Odd ""Name"" of, Ünïcode" ("select" integer primary key, "Ü" text, "a b" text unique);
create table "order" ("from" integer references "Odd ""Name"" of, Ünïcode" ("select"));
create table seedctl_own (id integer);
