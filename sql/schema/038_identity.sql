-- Who sent a petition is sealed in its annex; who opened it is on record.

alter table petition add column identity_key bigint;
comment on column petition.identity_key is 'the identity key of the province to which it is sealed who sent it; null: nobody''s identity is there';
alter table petition add constraint no_denouncer check (identity_key is null or kind <> 2);

create table identity_opened (
  id           bigint primary key,
  petition     bigint not null
);
comment on table identity_opened is 'identities that were about to be read';
comment on column identity_opened.id is 'commit_seq of the entry that says so; its annex has the reason';
comment on column identity_opened.petition is 'the petition whose sender it is';
create index identity_opened_petition on identity_opened (petition);

-- A column more in the list of who said what of a petition: the identity before the two texts.
update petition set set_by = substring(set_by for 8 * 32) || decode(repeat('00', 32), 'hex') || substring(set_by from 8 * 32 + 1)
where octet_length(set_by) = 10 * 32;
