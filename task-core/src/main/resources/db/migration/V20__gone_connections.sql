-- Connections that were closed, for a while: the broker's list lags behind its events, and a word may come twice, so that one
-- that is gone can be named again after it went. A table beside `connection`, which services of the version before read as it is.
create table gone_connection (
  connection text        primary key,
  at         timestamptz not null
);
