-- A broker that lost accounts is noticed: who was ready before and is not in the broker's list gets its account anew.
alter table device add column account_ready_at timestamptz;
update device set account_ready_at = created_at where account = 'READY';

-- The broker lists its accounts by name, byte by byte, and a range at a time.
create index device_ready_by_name on device (device_id collate "C") where account = 'READY';
create index device_removed on device (device_id) where account = 'REMOVED';
