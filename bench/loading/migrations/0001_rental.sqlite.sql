-- The example's first migration, but for the e-mail's UNIQUE: it stands as an index of its own, which can be dropped while
-- rows are loaded and made after them.

-- migrate:up

create table "user" (
  id    integer primary key autoincrement,
  name  text     not null,
  age   smallint not null check (age between 18 and 120),
  email text     not null
);

create table bike (
  id    integer primary key autoincrement,
  model text           not null,
  type  text           not null check (type in ('road', 'mountain', 'hybrid')),
  price numeric(10, 2) not null check (price >= 0)
);

create table rent (
  id         integer primary key autoincrement,
  user_id    bigint         not null references "user" (id),
  bike_id    bigint         not null references bike (id),
  rent_start timestamp      not null,
  rent_end   timestamp      not null,
  rent_cost  numeric(10, 2) not null check (rent_cost >= 0),
  check (rent_end > rent_start)
);

create unique index user_email_key on "user" (email);
create index rent_user_id_idx on rent (user_id);
create index rent_bike_id_idx on rent (bike_id);

-- migrate:down

drop table rent;
drop table bike;
drop table "user";
