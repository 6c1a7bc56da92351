-- Of a key's secret only the hash is kept. After a rotation the hash before is taken for a while.
create table api_key (
  id text primary key,
  name text not null,
  scopes text not null,
  hash text not null,
  previous_hash text,
  previous_until integer,
  created_at integer not null,
  created_by text,
  rotated_at integer,
  expires_at integer,
  last_used_at integer
);

-- One row: when the first key was made, or found to be needless; null before.
create table access_start (
  at integer
);
insert into access_start(at) values (null);

-- A browser that has signed in: the hash of its cookie, and the key that it has signed in with.
create table access_session (
  hash text primary key,
  api_key text not null references api_key (id) on delete cascade,
  created_at integer not null,
  expires_at integer not null
);
create index access_session_api_key on access_session (api_key, created_at);
create index access_session_expires_at on access_session (expires_at);

-- Who changed what; the oldest entries go when there are too many.
create table audit (
  id text primary key,
  at integer not null,
  who text,
  method text not null,
  path text not null,
  resource text,
  status integer not null
);
