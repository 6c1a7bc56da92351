-- Who made it: the name of a key, or the subject of a token; null where nobody had to sign in.
alter table dataset add column created_by text;
alter table run add column created_by text;
alter table model_version add column created_by text;
