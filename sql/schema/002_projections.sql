-- Projections: derived from accepted facts in the transaction that commits them; thrown away and rebuilt at will.

create table petition (
  id           bigint primary key,
  office       smallint not null,
  unit         integer not null,
  local_no     text not null,
  kind         smallint not null,
  field        smallint not null,
  received_on  date not null,
  channel      smallint not null,
  people       integer not null,
  flags        text not null,
  state        smallint not null,
  settled_on   date,
  outcome      smallint not null,
  voided       boolean not null,
  content      bytea not null,
  changed_at   timestamptz
);
comment on table petition is 'petitions as they stand; one row per accepted PetitionReceived that is not an alias';
comment on column petition.id is 'commit_seq of the entry that created it';
comment on column petition.unit is 'the version of the office''s unit on the day of receipt';
comment on column petition.kind is '1 khiếu nại, 2 tố cáo, 3 kiến nghị, 4 phản ánh';
comment on column petition.changed_at is 'first commit time of the last correction or voiding: an older one that comes back after a restore does not undo it';
comment on column petition.content is 'what a second copy of the fact is recognised by';
create index petition_local_no on petition (office, local_no);

create table petition_event (
  id           bigint primary key,
  petition     bigint not null,
  move         smallint not null,
  on_day       date not null,
  outcome      smallint not null,
  from_register boolean not null,
  voided       boolean not null,
  content      bytea not null,
  moved_at     timestamptz not null,
  changed_at   timestamptz
);
comment on table petition_event is 'the moves of petitions as they stand after corrections';
comment on column petition_event.id is 'commit_seq of the PetitionMoved';
comment on column petition_event.moved_at is 'its first commit time: the order of a petition''s moves, which a restore does not change';
comment on column petition_event.changed_at is 'as of a petition';
create index petition_event_petition on petition_event (petition);

create table petition_rollup (
  unit         integer not null,
  kind         smallint not null,
  field        smallint not null,
  month        date not null,
  received     bigint not null,
  settled      bigint not null,
  pending      bigint not null,
  primary key (unit, kind, field, month)
) with (fillfactor = 50);
comment on table petition_rollup is 'counts by unit version, kind, field and month of receipt, of petitions that are not voided';
comment on column petition_rollup.month is 'first day of the month of receipt';
comment on column petition_rollup.settled is 'of those received, how many are settled by now';
comment on column petition_rollup.pending is 'of those received, how many are still open';

create table report (
  id           bigint primary key,
  office       smallint not null,
  unit         integer not null,
  form         smallint not null,
  period       text not null,
  entry        bigint not null,
  filed_at     timestamptz not null,
  voided       boolean not null,
  content      bytea not null,
  changed_at   timestamptz
);
comment on table report is 'reports as they stand; one row per accepted ReportFiled that is not an alias';
comment on column report.id is 'commit_seq of the entry that filed it';
comment on column report.form is 'id of the form version in the reference data';
comment on column report.entry is 'commit_seq of the entry that its values come from: the filing or the last correction';
comment on column report.filed_at is 'first commit time of the filing: what timeliness is judged by';
comment on column report.changed_at is 'as of a petition';
create index report_period on report (period, form);
create index report_office on report (office, form, period);

create table report_value (
  report       bigint not null,
  cell         text not null,
  value_e4     bigint not null,
  primary key (report, cell)
);
comment on table report_value is 'the reported cells; a cell without a row is blank, which is not zero';
comment on column report_value.value_e4 is 'in ten-thousandths';

create table changed_fact (
  target       bigint not null,
  entry        bigint not null,
  voids        boolean not null,
  primary key (target, entry)
);
comment on table changed_fact is 'corrections and voidings, by the commit_seq of the fact they changed: how a figure came about';
