-- What is addressed to which office, in the order in which it came to be: an office that goes on with the work of another reads on in it where it
-- was, instead of all that ever went to that one.

create table addressed (
  place        bigint generated always as identity primary key,
  code         text not null,
  entry        bigint not null
);
comment on table addressed is 'what was accepted and is addressed to an office, whether that is there, has ended or has no device: hand-overs and what is answered to them, cases on lists; only ever appended to';
comment on column addressed.place is 'in the order in which it was accepted';
comment on column addressed.code is 'code of the office that the entry names, or that named by the entry which it is about';
comment on column addressed.entry is 'commit_seq';
create index addressed_code on addressed (code, place);
create index addressed_entry on addressed (entry);

create table inherited (
  office       integer not null,
  code         text not null,
  place        bigint not null,
  primary key (office, code)
);
comment on table inherited is 'how far the feed of an office has what is addressed to another one, whose work it goes on with, or was to itself before it had a device';
comment on column inherited.office is 'office.id';
comment on column inherited.code is 'code of the one that it is addressed to';
comment on column inherited.place is 'the last addressed.place that is there';

-- what of it petitions themselves tell
create view hand_over_addressee as
select to_office as code, id as entry from petition_event where to_office is not null
union all
select h.to_office, a.id from petition_event a join petition_event h on h.id = a.answers where h.to_office is not null;
comment on view hand_over_addressee is 'hand-overs, and what was answered to them, with the office that each went to: all of them are in addressed';

insert into addressed (code, entry)
select code, entry from (
  select code, entry from hand_over_addressee
  union all
  select code, entry from listing_addressee
) as a (code, entry) order by entry;
