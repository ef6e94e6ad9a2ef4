-- Where the trace of a task goes on: it may wait for days between two words, and another replica may say the next. Written once,
-- and only if the trace is recorded: 16 bytes of the trace, 8 of the span.
alter table task add column trace bytea;
