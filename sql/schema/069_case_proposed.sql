-- What offices propose for the province's lists, and what it declines: what was said last of a case and a list holds.

create table case_proposed (
  id bigint primary key,
  thing bigint not null,
  list text not null,
  on_day date not null,
  said_by text not null,
  declined boolean not null,
  said_at timestamptz not null
);
comment on table case_proposed is 'cases that offices propose for lists of the province, and what it declines';
comment on column case_proposed.id is 'commit_seq of the entry that says so; its annex has the reason';
comment on column case_proposed.thing is 'the petition or the matter: petition.id or matter.id';
comment on column case_proposed.list is 'code of the list';
comment on column case_proposed.on_day is 'the day of it';
comment on column case_proposed.said_by is 'who proposed it, or declined';
comment on column case_proposed.declined is 'the province declined it';
comment on column case_proposed.said_at is 'first commit of that entry: by it the last one is told, which a restore of the server does not change';
create index case_proposed_thing on case_proposed (thing, list, said_at desc, id desc);
