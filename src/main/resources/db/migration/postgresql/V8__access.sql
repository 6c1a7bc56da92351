-- Of a key's secret only the hash is kept. After a rotation the hash before is taken for a while.
create table api_key (
  id text collate "C" primary key,
  name text not null,
  scopes text not null,
  hash text not null,
  previous_hash text,
  previous_until bigint,
  created_at bigint not null,
  created_by text,
  rotated_at bigint,
  expires_at bigint,
  last_used_at bigint
);

-- One row: when the first key was made, or found to be needless; null before.
create table access_start (
  at bigint
);
insert into access_start(at) values (null);

-- A browser that has signed in: the hash of its cookie, and the key that it has signed in with.
create table access_session (
  hash text primary key,
  api_key text collate "C" not null references api_key (id) on delete cascade,
  created_at bigint not null,
  expires_at bigint not null
);
create index access_session_api_key on access_session (api_key, created_at);
create index access_session_expires_at on access_session (expires_at);

-- Who changed what; the oldest entries go when there are too many.
create table audit (
  id text collate "C" primary key,
  at bigint not null,
  who text,
  method text not null,
  path text not null,
  resource text,
  status integer not null
);
