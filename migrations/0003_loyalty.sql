-- A loyalty programme: every user has a tier, and each change of points is an event.

-- migrate:up

alter table "user" add column loyalty_tier text not null default 'none'
  check (loyalty_tier in ('none', 'silver', 'gold'));

create table loyalty_event (
  user_id     bigint    not null references "user" (id),
  event_no    integer   not null check (event_no >= 1),
  points      integer   not null check (points between -500 and 500),
  reason      text      not null check (reason in ('rent', 'referral', 'birthday', 'redeemed')),
  happened_at timestamp not null,
  primary key (user_id, event_no)
);

-- migrate:down

drop table loyalty_event;
alter table "user" drop column loyalty_tier;
