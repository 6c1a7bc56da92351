-- How a network with two numeric inputs divides their plane: the latest picture of each run.
create table run_surface (
  run text primary key references run (id) on delete cascade,
  epoch integer not null,
  -- JSON, gzip
  body blob not null
);
