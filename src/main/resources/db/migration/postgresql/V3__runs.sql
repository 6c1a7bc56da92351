create table run (
  id text collate "C" primary key,
  name text not null,
  state text not null,
  -- what a control call has asked of the worker and the worker has not done yet
  requested text,
  dataset text collate "C" not null,
  request text not null,
  seed bigint not null,
  parameters bigint not null,
  memory bigint not null,
  priority integer not null,
  created_at bigint not null,
  queued_at bigint not null,
  started_at bigint,
  finished_at bigint,
  -- every write of a worker names the attempt it works for; one more with each start
  attempt integer not null default 0,
  -- attempts in a row that ended without an orderly end and without a new checkpoint
  lost integer not null default 0,
  -- names the one job that may start the run
  ticket integer not null default 0,
  checkpoint text,
  -- the last sequence number of the log
  sequence bigint not null default 0,
  -- layer statistics are kept for epochs that this divides; grows when they would take too much
  layer_stride integer not null default 1,
  layer_bytes bigint not null default 0,
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
  run text collate "C" not null references run (id) on delete cascade,
  dataset text collate "C" not null references dataset (id),
  primary key (run, dataset)
);
create index run_dataset_dataset on run_dataset (dataset);

create table run_epoch (
  run text collate "C" not null references run (id) on delete cascade,
  epoch integer not null,
  train_loss double precision,
  train_accuracy double precision,
  validation_loss double precision,
  validation_accuracy double precision,
  learning_rate double precision,
  gradient_norm double precision,
  seconds double precision,
  samples_per_second double precision,
  primary key (run, epoch)
);

create table run_layers (
  run text collate "C" not null references run (id) on delete cascade,
  epoch integer not null,
  -- a JSON array of layer statistics, gzip
  body bytea not null,
  primary key (run, epoch)
);

create table run_event (
  run text collate "C" not null references run (id) on delete cascade,
  sequence bigint not null,
  kind text not null,
  epoch integer,
  body text,
  primary key (run, sequence)
);
