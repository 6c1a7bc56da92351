-- How far runs have been logged to an MLflow server. A run without a row has not been looked at.
create table run_tracking (
  run text primary key references run (id) on delete cascade,
  -- the run's name there; null until it has been made
  mlflow_run text,
  -- the last epoch whose metrics the server has; 0 when it has the parameters alone, -1 before
  epoch integer not null default -1,
  -- requests that the server refused
  refused integer not null default 0,
  -- when to look again; it also keeps two processes from logging the same run
  next_at integer not null,
  done integer not null default 0
);
create index run_tracking_next on run_tracking (done, next_at);
