-- Who did what when. A deed is written with what was done; the next seal gives it a number and moves it under the chain of hashes.
create table audit_new (
  id     uuid        primary key, -- UUIDv7
  at     timestamptz not null,
  org    text        not null, -- '' for what is no organisation's
  actor  text        not null,
  action text        not null,
  target text        not null,
  detail text        not null
);
create index audit_new_of_org on audit_new (org, id);

create table audit_seal (
  number      bigint      primary key,
  sealed_at   timestamptz not null,
  first_entry bigint      not null,
  last_entry  bigint      not null,
  hash        bytea       not null -- SHA-256 of the hash before and of all entries
);

create table audit_entry (
  number bigint      primary key, -- without gaps
  seal   bigint      not null references audit_seal,
  id     uuid        not null,
  at     timestamptz not null,
  org    text        not null,
  actor  text        not null,
  action text        not null,
  target text        not null,
  detail text        not null
);
create index audit_entry_of_org on audit_entry (org, id);

create function audit_is_written_once() returns trigger language plpgsql as $$
begin
  raise exception 'the audit log is written once' using errcode = 'insufficient_privilege';
end $$;
create trigger audit_entry_stays before update or delete or truncate on audit_entry
  for each statement execute function audit_is_written_once();
create trigger audit_seal_stays before update or delete or truncate on audit_seal
  for each statement execute function audit_is_written_once();
create trigger audit_new_stays before update or truncate on audit_new
  for each statement execute function audit_is_written_once();
