-- the checkpoint before the last, for when the last one's file is damaged
alter table run add column checkpoint_before text;

-- One row: the name of this database, which its data folder bears too, and whose turn it is to
-- publish or to remove files. A transaction takes the turn by an update, so one has it at a time.
create table blob_store (
  name text not null,
  turn bigint not null
);
insert into blob_store(name, turn) values (replace(gen_random_uuid()::text, '-', ''), 0);
