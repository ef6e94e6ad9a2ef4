-- The truth: devices, tasks, their results and history. Everything else in the house can be said again from here.

-- An id belongs to the organisation that registered it first, also after the device is deleted.
create table device_name (
  device_id text primary key,
  org       text not null
);

-- One row a registration: a device made anew under its old name is another one.
create table device (
  uid         uuid        primary key,
  device_id   text        not null references device_name,
  org         text        not null,
  description text,
  labels      jsonb       not null default '{}',
  account     text        not null check (account in ('PENDING', 'READY', 'REMOVING', 'REMOVED')),
  -- Who works on the broker account now holds it until this moment.
  account_held_until timestamptz,
  created_at  timestamptz not null,
  deleted_at  timestamptz
);
create unique index device_registered on device (device_id) where deleted_at is null;
create index device_of_org on device (org, device_id) where deleted_at is null;
create index device_account_due on device (uid) where account in ('PENDING', 'REMOVING');

-- Presence, fed in batches; keyed by connection since on a takeover the new one comes before the old one goes.
create table connection (
  connection text        primary key,
  device_id  text        not null,
  since      timestamptz not null
);
create index connection_of_device on connection (device_id);

create table device_seen (
  device_id    text        primary key,
  last_seen_at timestamptz not null
);

create table task (
  id              uuid        primary key, -- UUIDv7: in order of creation
  org             text        not null,
  device_uid      uuid        not null references device,
  device_id       text        not null,
  method          text        not null,
  priority        smallint    not null,
  max_attempts    smallint    not null,
  lease_s         integer     not null,
  attempt_timeout_s integer   not null,
  external_id     text,
  created_at      timestamptz not null,
  not_before      timestamptz,
  expires_at      timestamptz not null,

  state           text        not null,
  outcome         text,
  attempt         smallint    not null,
  version         integer     not null,
  pending_at      timestamptz,
  locked_at       timestamptz,
  lease_until     timestamptz,
  finished_at     timestamptz,
  progress_percent smallint,
  progress_message text,
  progress_at     timestamptz,
  failure_code    text,
  failure_status  integer,
  failure_message text,
  result_id       smallint,
  result_count    smallint    not null,
  further_count   smallint    not null,
  cancel_requested_at timestamptz,
  cancel_deadline timestamptz,
  backoff_until   timestamptz,
  rings           smallint    not null,
  due_at          timestamptz, -- when time alone moves it; null when final
  revision        integer     not null -- guards every write
);
create index task_of_org on task (org, id);
create index task_of_device on task (org, device_id, id);
create index task_by_external_id on task (org, external_id, id) where external_id is not null;
create index task_open on task (device_uid, priority desc, id) where finished_at is null;
create index task_due on task (due_at) where due_at is not null;

-- Apart from the row that changes often, so that a move does not copy it.
create table task_payload (
  task_id uuid  primary key references task on delete cascade,
  payload bytea not null -- JSON text, byte for byte as it came
);

create table task_result (
  task_id     uuid        not null references task on delete cascade,
  result_id   smallint    not null,
  attempt     smallint    not null,
  status_code integer     not null,
  ext_id      text        not null,
  sha256      bytea       not null,
  body        bytea       not null, -- byte for byte as it came
  received_at timestamptz not null,
  primary key (task_id, result_id)
);

create table task_move (
  task_id    uuid        not null references task on delete cascade,
  version    integer     not null,
  at         timestamptz not null,
  from_state text,
  to_state   text        not null,
  cause      text        not null,
  attempt    smallint    not null,
  primary key (task_id, version)
);

-- Promised for 24 h an organisation: the same key gives the same task.
create table idempotency_key (
  org         text        not null,
  key         text        not null,
  fingerprint bytea       not null, -- SHA-256 of the request's body
  task_id     uuid        not null,
  created_at  timestamptz not null,
  primary key (org, key)
);
create index idempotency_key_age on idempotency_key (created_at);
