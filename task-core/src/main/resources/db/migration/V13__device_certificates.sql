-- Certificates that were issued over the API, and what was taken back of them: the bridge signs, and keeps nothing.
create table device_certificate (
  serial      text        primary key, -- hexadecimal, of whole bytes
  -- Of a registration and not of a name: a device made anew inherits none.
  device_uid  uuid        not null,
  device_id   text        not null,
  request     bytea       not null,    -- SHA-256 of what the device asked for: a repetition is known by it
  chain       text        not null,    -- PEM
  not_before  timestamptz not null,
  not_after   timestamptz not null,
  issued_at   timestamptz not null,
  first_used_at timestamptz,
  revoked_at  timestamptz,
  reason      text,
  -- Since when the broker's list is to have it and its connections are to be closed; null when that is done.
  enforce_since timestamptz,
  -- It was connected with after it was revoked: its connection is to be closed whatever the reason was.
  came_again  boolean     not null default false,
  warned_at   timestamptz,
  -- The broker tells of a connection only when its certificate begins and ends: to the second, no two of a device are alike.
  unique (device_uid, not_before)
);
create index device_certificate_of_device on device_certificate (device_id, not_before);
create index device_certificate_good on device_certificate (not_after) where revoked_at is null;
create index device_certificate_revoked on device_certificate (not_after) where revoked_at is not null;
create index device_certificate_to_enforce on device_certificate (device_id) where enforce_since is not null;

-- The list that the broker has, as everybody may read it.
create table revocation_list (
  only_one boolean     primary key default true check (only_one),
  number   bigint      not null, -- a higher one is newer
  made_at  timestamptz not null,
  list     bytea       not null  -- DER
);
