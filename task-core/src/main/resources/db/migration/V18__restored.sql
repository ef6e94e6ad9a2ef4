-- A database that came back from a backup is told so: what was open then may have been handed out, done and told since.
create table restoration (
  told_at   timestamptz not null default now(),
  backup_at timestamptz,
  -- When a core did what follows from it (afterMigrate.sql)
  taken_at  timestamptz
);

-- Of a task that was open in a backup that was restored: attempts may have been made that are not known here.
alter table task add column restored_at timestamptz;
