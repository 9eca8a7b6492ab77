-- Cases on the province's lists: backlog, hotspots, what its task force answers for, petitions about congresses.

create table case_listing (
  id            bigint primary key,
  office        smallint not null,
  unit          integer not null,
  key           text not null,
  list          text not null,
  listed_origin bigint not null,
  listed_seq    bigint not null,
  listed_hash   bigint not null,
  on_day        date not null,
  next_on       date,
  owner         text not null,
  decided_by    text not null,
  shown_to      text not null,
  off_on        date,
  content       bytea not null
);
comment on table case_listing is 'cases on lists, each time that one was put there: one per accepted CaseListed that is not an alias';
comment on column case_listing.id is 'commit_seq of the entry that put it there';
comment on column case_listing.office is 'office.id of the provincial office that said so';
comment on column case_listing.unit is 'the version of that office''s unit on the day';
comment on column case_listing.key is 'the case and the list: unique among those that stand';
comment on column case_listing.list is 'code of the list, as case-lists has it';
comment on column case_listing.listed_origin is 'the entry that made the petition, or the matter: its origin, as petition.from_origin';
comment on column case_listing.listed_seq is 'and its place in that journal';
comment on column case_listing.listed_hash is 'and the first eight bytes of its hash';
comment on column case_listing.on_day is 'since that day';
comment on column case_listing.next_on is 'the day on which it was to be looked at, as it was put there; null: none was set';
comment on column case_listing.owner is 'likewise, the code of the office that answers for it; empty: the one whose case it is';
comment on column case_listing.decided_by is 'who decided that it is put there';
comment on column case_listing.shown_to is 'code of the office whose case it is; empty: the list is of restricted visibility, and no other office is shown it';
comment on column case_listing.off_on is 'the day on which it came off; null: it stands there';
comment on column case_listing.content is 'as of a petition';
create unique index case_listing_key on case_listing (office, key) where off_on is null;
create index case_listing_case on case_listing (listed_origin, listed_seq);

create table case_decision (
  id         bigint primary key,
  listing    bigint not null,
  stays      boolean not null,
  on_day     date not null,
  next_on    date,
  owner      text not null,
  decided_by text not null,
  content    bytea not null,
  decided_at timestamptz not null
);
comment on table case_decision is 'what was decided of a case on a list since it was put there';
comment on column case_decision.id is 'commit_seq of the entry that says so';
comment on column case_decision.listing is 'case_listing.id';
comment on column case_decision.stays is 'false: it came off by it, if it was the first of those';
comment on column case_decision.on_day is 'the day';
comment on column case_decision.next_on is 'it is looked at again on this day; null: none is set';
comment on column case_decision.owner is 'as of case_listing';
comment on column case_decision.decided_by is 'who decided';
comment on column case_decision.content is 'as of a petition';
comment on column case_decision.decided_at is 'first commit of that entry, or after what its writer had seen: the order of decisions';
create index case_decision_listing on case_decision (listing);

-- which case each listing is of
create view listed_case as
select l.id as listing, p.id as petition, m.id as matter, coalesce(p.office, m.office) as office
from case_listing l
join origin o on origin_number(o.origin) = l.listed_origin
join journal j on j.origin = o.id and j.seq = l.listed_seq
left join petition p on p.id = j.commit_seq
left join matter m on m.id = j.commit_seq;
comment on view listed_case is 'the petition, or the matter, that each case on a list is';
