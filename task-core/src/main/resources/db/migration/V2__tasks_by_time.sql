-- Old tasks go a partition at a time, not row by row: tasks and what belongs to them are cut by the time in the task's id
-- (docs/adr/0006-partitions.md). The core makes the partitions; here only what there is becomes the first one.

-- Parts of one task lie in partitions of the same bounds, which go together; a reference would cost a look-up a row, and an
-- exclusive lock on the other table whenever a partition goes. Registrations are never deleted.
alter table task_payload drop constraint task_payload_task_id_fkey;
alter table task_result drop constraint task_result_task_id_fkey;
alter table task_move drop constraint task_move_task_id_fkey;
alter table task drop constraint task_device_uid_fkey;

-- Out of the way of the new ones' names. Nothing is copied.
alter table task rename to task_first;
alter table task_payload rename to task_payload_first;
alter table task_result rename to task_result_first;
alter table task_move rename to task_move_first;
alter table task_first rename constraint task_pkey to task_first_pkey;
alter table task_payload_first rename constraint task_payload_pkey to task_payload_first_pkey;
alter table task_result_first rename constraint task_result_pkey to task_result_first_pkey;
alter table task_move_first rename constraint task_move_pkey to task_move_first_pkey;
alter index task_of_org rename to task_first_of_org;
alter index task_of_device rename to task_first_of_device;
alter index task_by_external_id rename to task_first_by_external_id;
alter index task_open rename to task_first_open;
alter index task_due rename to task_first_due;

create table task (like task_first) partition by range (id);
alter table task add primary key (id);
create index task_of_org on task (org, id);
create index task_of_device on task (org, device_id, id);
create index task_by_external_id on task (org, external_id, id) where external_id is not null;
create index task_open on task (device_uid, priority desc, id) where finished_at is null;
create index task_due on task (due_at) where due_at is not null;

create table task_payload (like task_payload_first) partition by range (task_id);
alter table task_payload add primary key (task_id);

create table task_result (like task_result_first) partition by range (task_id);
alter table task_result add primary key (task_id, result_id);

create table task_move (like task_move_first) partition by range (task_id);
alter table task_move add primary key (task_id, version);

-- From the beginning to the end of the newest task's week, or to the beginning of this week if there is no task.
do $$
declare
  week constant bigint := 7 * 24 * 3600 * 1000::bigint;
  newest bigint := (select ('x' || left(replace(id::text, '-', ''), 12))::bit(48)::bigint
                    from task_first order by id desc limit 1);
  bound bigint := coalesce(newest + week, (extract(epoch from now()) * 1000)::bigint) / week * week;
  bound_id text := rpad(lpad(to_hex(bound), 12, '0'), 32, '0')::uuid::text;
  name text := '_until_' || to_char(to_timestamp(bound / 1000) at time zone 'UTC', 'YYYYMMDD"t"HH24MISS');
  parent text;
begin
  foreach parent in array array['task', 'task_payload', 'task_result', 'task_move'] loop
    execute format('alter table %I rename to %I', parent || '_first', parent || name);
    execute format('alter table %I attach partition %I for values from (minvalue) to (%L)', parent, parent || name, bound_id);
  end loop;
end $$;

-- Tasks made in these spans are gone: a device that still brings a result of one is told to forget it.
create table task_purged (
  made_from  timestamptz primary key, -- inclusive
  made_until timestamptz not null     -- exclusive
);
