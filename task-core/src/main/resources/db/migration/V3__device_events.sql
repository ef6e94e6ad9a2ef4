-- What devices tell of their own accord; cut by the time in the id as tasks are (docs/adr/0006-partitions.md).
create table device_event (
  id            uuid        primary key, -- UUIDv7: in order of arrival
  org           text        not null,
  device_uid    uuid        not null,
  device_id     text        not null,
  type          text        not null,
  dev_event_id  text        not null,
  dev_timestamp timestamptz not null,
  received_at   timestamptz not null,
  body          bytea       not null -- JSON, byte for byte as it came
) partition by range (id);
create index device_event_of_org on device_event (org, id);
create index device_event_of_device on device_event (org, device_id, id);

-- Apart, since what is unique across partitions can only be so here. An event that comes again is known by it.
create table device_event_seen (
  device_uid    uuid        not null,
  dev_event_id  text        not null,
  dev_timestamp text        not null, -- as the device wrote it; empty if it did not
  seen_at       timestamptz not null,
  primary key (device_uid, dev_event_id, dev_timestamp)
);
create index device_event_seen_age on device_event_seen (seen_at);

-- The first partition has no beginning and ends with last week; the core makes the others.
do $$
declare
  week constant bigint := 7 * 24 * 3600;
  bound bigint := extract(epoch from now())::bigint / week * week;
begin
  execute format('create table %I partition of device_event for values from (minvalue) to (%L)',
    'device_event_until_' || to_char(to_timestamp(bound) at time zone 'UTC', 'YYYYMMDD"t"HH24MISS'),
    rpad(lpad(to_hex(bound * 1000), 12, '0'), 32, '0')::uuid);
end $$;
