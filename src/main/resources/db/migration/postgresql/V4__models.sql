-- The last number is kept when versions are deleted, so that a number is never given twice.
create table model (
  name text collate "C" primary key,
  created_at bigint not null,
  last_version integer not null
);

-- Lineage is copied, not referenced: a model outlives its run and its data set.
create table model_version (
  name text collate "C" not null references model (name),
  version integer not null,
  created_at bigint not null,
  run text,
  dataset text not null,
  dataset_sha256 text not null,
  request text not null,
  classes text not null,
  inputs text not null,
  parameters bigint not null,
  evaluation text,
  sha256 text not null,
  blob text not null,
  bytes bigint not null,
  primary key (name, version)
);
create index model_version_blob on model_version (blob);

create table model_alias (
  name text collate "C" not null,
  alias text collate "C" not null,
  version integer not null,
  primary key (name, alias),
  foreign key (name, version) references model_version (name, version)
);
create index model_alias_version on model_alias (name, version);
