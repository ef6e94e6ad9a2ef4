-- Keys that programs use instead of tokens. What is kept of one is its hash, which is of 256 random bits and so needs no salt.
create table api_key (
  id           uuid        primary key,
  org          text        not null,
  role         text        not null check (role in ('viewer', 'operator', 'admin')),
  description  text,
  hash         bytea       not null unique, -- SHA-256 of the key's text
  created_at   timestamptz not null,
  created_by   text        not null,
  -- The key it was made with, if it was: it is good no longer than that one.
  made_with    uuid        references api_key,
  expires_at   timestamptz not null,
  last_used_at timestamptz, -- to the minute
  revoked_at   timestamptz
);
create index api_key_of_org on api_key (org, id);
