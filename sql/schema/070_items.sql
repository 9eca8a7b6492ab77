-- What somebody is to do and is followed to its end, where each stands, and the steps of each.

create table item (
  id           bigint primary key,
  office       smallint not null,
  unit         integer not null,
  key          text not null,
  number       text not null,
  source       smallint not null,
  of_origin    bigint not null,
  of_seq       bigint not null,
  of_hash      bigint not null,
  task         integer not null,
  opened_on    date not null,
  shown_to     text not null,
  first_due_on date,
  first_owner  text not null,
  first_person text not null,
  state        smallint not null,
  since        date not null,
  owner        text not null,
  person       text not null,
  due_on       date,
  asked_due_on date,
  reported_on  date,
  closed_on    date,
  returned     integer not null,
  extended     integer not null,
  content      bytea not null
);
comment on table item is 'tasks of notices, recommendations, measures, questions: one per accepted ItemOpened that is not an alias';
comment on column item.id is 'commit_seq of the entry that opened it; its annex has what it is called and what is wanted';
comment on column item.office is 'office.id: who opened it, and decides about it';
comment on column item.unit is 'the version of its unit on the day; 0: it had none';
comment on column item.key is 'the folded number and the year: one of its office, but for what two devices opened around a restore of the server';
comment on column item.number is 'by which it is known';
comment on column item.source is 'what it comes from: ItemSource in facts.proto';
comment on column item.of_origin is 'the address of what it is about, as origin_number() of its origin; 0: nothing';
comment on column item.of_seq is 'its number there; 0: nothing';
comment on column item.of_hash is 'the first eight bytes of its hash, as a number';
comment on column item.task is 'of a notice: which of its tasks; 0: none';
comment on column item.opened_on is 'the day of opening';
comment on column item.shown_to is 'the codes of the offices that followed it from the beginning, a blank between';
comment on column item.first_due_on is 'its last day as it was opened; null: none was set';
comment on column item.first_owner is 'the code of the office that was to do it, as it was opened; empty: nobody';
comment on column item.first_person is 'who there, likewise';
comment on column item.state is '0 open, 1 assigned, 2 in progress, 3 reported, 4 accepted, 5 returned, 6 closed';
comment on column item.since is 'the day of the step by which it came there';
comment on column item.owner is 'the code of the office that is to do it; empty: nobody';
comment on column item.person is 'who there; empty: nobody is named';
comment on column item.due_on is 'its last day; null: none is set';
comment on column item.asked_due_on is 'the last day that its owner asks for instead, while nobody has decided; null: for none';
comment on column item.reported_on is 'the day on which it was reported the last time; null: it was not';
comment on column item.closed_on is 'the day on which it was closed; null: it is not';
comment on column item.returned is 'how often what was reported was returned';
comment on column item.extended is 'how often its last day was put off';
comment on column item.content is 'as of a petition';
create index item_key on item (office, key);
-- By these items are listed from page to page, and counted: those that are not closed by their last day, for each owner; and those that are.
create index item_open on item ((coalesce(due_on, 'infinity'::date)), id) where state < 6;
create index item_closed on item ((coalesce(due_on, 'infinity'::date)), id) where state = 6;
create index item_owner on item (owner, (coalesce(due_on, 'infinity'::date)), id);
create index item_office on item (office, (coalesce(due_on, 'infinity'::date)), id);
create index item_of on item (of_origin, of_seq) where of_seq > 0;
create index item_counted on item (owner, source, state, due_on);

create table item_move (
  id       bigint primary key,
  item     bigint not null,
  move     smallint not null,
  reasoned boolean not null,
  on_day   date not null,
  due_on   date,
  owner    text not null,
  person   text not null,
  office   text not null,
  content  bytea not null,
  moved_at timestamptz not null
);
comment on table item_move is 'steps of items: one per accepted ItemMoved that is not an alias';
comment on column item_move.id is 'commit_seq of the entry that says so; its annex has what was done, or why';
comment on column item_move.item is 'item.id';
comment on column item_move.move is 'which step: ItemMove in facts.proto';
comment on column item_move.reasoned is 'whether it says what was done, or why';
comment on column item_move.on_day is 'the day';
comment on column item_move.due_on is 'the last day that it sets or asks for; null: none';
comment on column item_move.owner is 'of an assignment: the code of the office that is to do it from then on';
comment on column item_move.person is 'of an assignment: who there';
comment on column item_move.office is 'the code of the office that says so';
comment on column item_move.content is 'as of a petition';
comment on column item_move.moved_at is 'first commit of that entry, or after what its writer had seen';
create index item_move_item on item_move (item);

create view item_addressee as
select c.code, e.entry
from item i
cross join lateral (
  select unnest(string_to_array(i.shown_to, ' ')) as code union select m.owner from item_move m where m.item = i.id
) as c
cross join lateral (
  select i.id as entry union select m.id from item_move m where m.item = i.id
) as e
where c.code <> '';
comment on view item_addressee is 'what was said of items, with the code of each office that follows it: who opened it, every one that it was ever given to, and who opened what it is a part of';

create or replace view addressee as
select code, entry from hand_over_addressee
union all select code, entry from listing_addressee
union all select code, entry from notice_addressee
union all select code, entry from memory_addressee
union all select code, entry from item_addressee;

comment on table addressed is 'what was accepted and is addressed to an office, whether that is there, has ended or has no device: hand-overs and what is answered to them, cases on lists, notices, items and their steps, and to itself what it remembers; only ever appended to';
