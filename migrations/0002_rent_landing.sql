-- Where raw exports of rents land before a pipeline cleans them: no constraints, and a cost that may be any text.

-- migrate:up

create table rent_landing (
  rent_id    bigint,
  user_id    bigint,
  bike_id    bigint,
  rent_start timestamp,
  rent_end   timestamp,
  rent_cost  text,
  etl_date   date
);

-- migrate:down

drop table rent_landing;
