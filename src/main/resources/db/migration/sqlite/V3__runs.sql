create table run (
  id text primary key,
  name text not null,
  state text not null,
  -- what a control call has asked of the worker and the worker has not done yet
  requested text,
  dataset text not null,
  request text not null,
  seed integer not null,
  parameters integer not null,
  memory integer not null,
  priority integer not null,
  created_at integer not null,
  queued_at integer not null,
  started_at integer,
  finished_at integer,
  -- every write of a worker names the attempt it works for; one more with each start
  attempt integer not null default 0,
  -- attempts in a row that ended without an orderly end and without a new checkpoint
  lost integer not null default 0,
  -- names the one job that may start the run
  ticket integer not null default 0,
  checkpoint text,
  -- the last sequence number of the log
  sequence integer not null default 0,
  -- layer statistics are kept for epochs that this divides; grows when they would take too much
  layer_stride integer not null default 1,
  layer_bytes integer not null default 0,
  progress text not null,
  latest text,
  best text,
  model_name text,
  model_version integer,
  error text
);
create index run_state on run (state, id);
create index run_dataset_name on run (dataset, id);

-- the data sets of the active runs: while a row is here the data set cannot be deleted
create table run_dataset (
  run text not null references run (id) on delete cascade,
  dataset text not null references dataset (id),
  primary key (run, dataset)
);
create index run_dataset_dataset on run_dataset (dataset);

create table run_epoch (
  run text not null references run (id) on delete cascade,
  epoch integer not null,
  train_loss real,
  train_accuracy real,
  validation_loss real,
  validation_accuracy real,
  learning_rate real,
  gradient_norm real,
  seconds real,
  samples_per_second real,
  primary key (run, epoch)
) without rowid;

create table run_layers (
  run text not null references run (id) on delete cascade,
  epoch integer not null,
  -- a JSON array of layer statistics, gzip
  body blob not null,
  primary key (run, epoch)
);

create table run_event (
  run text not null references run (id) on delete cascade,
  sequence integer not null,
  kind text not null,
  epoch integer,
  body text,
  primary key (run, sequence)
) without rowid;
