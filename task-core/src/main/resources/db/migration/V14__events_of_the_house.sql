-- The house tells of a device in its events too. Such an event has no number, which a device's always has: no device can forge one.
alter table device_event alter column dev_event_id drop not null;

-- Of these only the log told.
update device_certificate set warned_at = null where warned_at is not null and revoked_at is null and not_after > now();
