-- One row per data set; its cells are the blob named by sha256, which several rows may share.
create table dataset (
  id text collate "C" primary key,
  name text not null,
  created_at bigint not null,
  sha256 text not null,
  -- The data set as it is served, without its columns' summaries, which lists leave out.
  document text not null,
  columns text not null
);

create index dataset_sha256 on dataset (sha256);
