-- At each start of a core, before it takes anything: what follows from a restore that nobody took note of yet
-- (docs/operations.md, "What a restore does to tasks"). Leases begin anew, and what expired meanwhile stays for two minutes,
-- so that devices can come back and tell how it went.
do $$
begin
  if to_regclass('restoration') is null then
    return;
  end if;
  with told as (
    update restoration set taken_at = now() where taken_at is null returning told_at
  )
  update task set
    restored_at = now(),
    lease_until = case when state = 'LOCKED' then greatest(lease_until, now() + lease_s * interval '1 s') end,
    cancel_deadline = case when cancel_deadline is not null then greatest(cancel_deadline, now() + interval '60 s') end,
    due_at = case
      when cancel_deadline is not null then now()
      when state = 'LOCKED' then greatest(lease_until, now() + lease_s * interval '1 s')
      when expires_at <= now() + interval '2 min' then greatest(due_at, now() + interval '2 min')
      else due_at
    end,
    revision = revision + 1
  where finished_at is null and exists (select from told);
end $$;
