-- Petitions that go from one office to another.

alter table petition
  add column from_origin bigint, add column from_seq bigint, add column from_hash bigint,
  add column from_hops smallint not null default 0, add column from_office text,
  add column handed smallint not null default 0, add column with_office text;
alter table petition alter column from_hops drop default, alter column handed drop default;
comment on column petition.from_origin is 'of a petition that was taken in: the origin of the hand-over that it came of, as a number; null: it was received here first, and is counted here';
comment on column petition.from_seq is 'and its place in that journal';
comment on column petition.from_hash is 'and the first eight bytes of its hash';
comment on column petition.from_hops is 'how often it had been handed over by then; 0: never';
comment on column petition.from_office is 'the code of the office that handed it over';
comment on column petition.handed is '0 it is here, 1 handed over and not answered, 2 taken in by the office that it went to, 3 settled there';
comment on column petition.with_office is 'the code of that office; null: it is here';

alter table petition_event
  add column to_office text, add column hops smallint not null default 0, add column answer smallint not null default 0,
  add column answers bigint, add column taken_no text;
alter table petition_event alter column hops drop default, alter column answer drop default;
comment on column petition_event.to_office is 'of a hand-over: the code of the office that it went to';
comment on column petition_event.hops is 'how often it was handed over by then, this time included';
comment on column petition_event.answer is 'of what that office says: 1 taken in, 2 returned, 3 replied, 4 settled; 0: it is none';
comment on column petition_event.answers is 'the petition_event that it is about';
comment on column petition_event.taken_no is 'the number under which it was taken in; empty: it was not';
create index petition_from on petition (from_origin, from_seq) where from_seq is not null;
