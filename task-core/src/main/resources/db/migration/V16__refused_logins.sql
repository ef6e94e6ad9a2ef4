-- Brokers and edges count the logins that they refuse; this is how many of each count were written down.
create table refused_login_count (
  refused_by text        not null, -- what kind of a thing: broker, edge
  name       text        not null, -- which one of them
  reason     text        not null,
  since      timestamptz not null, -- when that one began to count, to a few seconds
  refused    bigint      not null,
  primary key (refused_by, name, reason)
);
