-- the processes that train, and how many runs each trains at the same time
create table worker (
  name text primary key,
  threads integer not null,
  seen_at integer not null
);
