-- The version of the service that trained it; null for an imported model and for older ones.
alter table model_version add column code_version text;
