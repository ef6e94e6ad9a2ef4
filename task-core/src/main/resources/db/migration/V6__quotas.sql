-- How many tasks of an organisation are open is counted now and then.
create index task_open_of_org on task (org) where finished_at is null;
