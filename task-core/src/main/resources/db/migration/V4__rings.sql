-- When a device that came was rung last, so that one that comes and goes is not rung each time.
create table device_ring (
  device_id text        not null,
  occasion  text        not null check (occasion in ('CONNECTED', 'SUBSCRIBED')),
  rung_at   timestamptz not null,
  primary key (device_id, occasion)
);
