-- Matters (vụ việc) that one or several petitions are about, and which of them each petition is in.

create table matter (
  id         bigint primary key,
  office     smallint not null,
  unit       integer not null,
  local_no   text not null,
  key        text not null,
  opened_on  date not null,
  field      smallint not null,
  project    text not null,
  voided     boolean not null,
  voided_by  bytea,
  content    bytea not null,
  changed_at timestamptz,
  changed_by bigint,
  set_by     bytea
);
comment on table matter is 'matters as they stand; one per accepted MatterOpened that is not an alias';
comment on column matter.id is 'commit_seq of the entry that created it';
comment on column matter.office is 'office.id: whose matter it is';
comment on column matter.unit is 'the version of the office''s unit on the day';
comment on column matter.local_no is 'its number, as the office writes it';
comment on column matter.key is 'folded local_no @ year: unique in an office among those that are not voided';
comment on column matter.opened_on is 'the day';
comment on column matter.field is 'as of a petition';
comment on column matter.project is 'code of the project that it comes of; empty: none';
comment on column matter.voided is 'taken back';
comment on column matter.voided_by is 'as of a petition';
comment on column matter.content is 'as of a petition';
comment on column matter.changed_at is 'as of a petition';
comment on column matter.changed_by is 'as of a petition';
comment on column matter.set_by is 'as of a petition, in the order of common/matters/affair.h';
create index matter_key on matter (office, key) where not voided;

alter table petition add column matter text;
alter table petition add column matter_on date;
alter table petition add column matter_by bytea;
comment on column petition.matter is
  'the matter that it was said to be in: origin:seq:hash, the hash''s first eight bytes; one that is not there, or is neither its office''s nor the province''s, is none; null: none';
comment on column petition.matter_on is 'the day that it was joined, or that it left; null: neither';
comment on column petition.matter_by is 'who said so, as of voided_by';
create index petition_matter on petition (matter) where matter is not null and not voided;

-- which petition is in which matter: of what was said, what leads to a matter that stands, of the petition's office or of the province
create view petition_in_matter as
select p.id as petition, m.id as matter
from matter m
join journal j on j.commit_seq = m.id
join origin o on o.id = j.origin
join petition p on p.matter = encode(o.origin, 'hex') || ':' || j.seq || ':' || encode(substr(j.hash, 1, 8), 'hex')
where not m.voided and not p.voided
  and (m.office = p.office or exists (select from origin r where r.office = m.office and r.role = 1));
comment on view petition_in_matter is 'petitions that are in a matter, and it';
