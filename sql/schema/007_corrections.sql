-- A correction changes single columns and cells: who said last what stands in each.

alter table petition add column set_by bytea;
comment on column petition.set_by is
  'per column that a correction can change, in the order of common/matters/petition.h: time (µs) and commit_seq of the correction that set it, its origin and number, eight bytes each; zeros: the fact that made it; null: never corrected';

alter table petition_event add column set_by bytea;
comment on column petition_event.set_by is 'as of a petition, for a step''s columns';

alter table report add column form_set_by bytea;
comment on column report.form_set_by is 'the same for the version of the form';

create table report_text (
  report       bigint not null,
  cell         text not null,
  entry        bigint not null,
  primary key (report, cell)
);
comment on table report_text is 'narratives: which entry''s annex has the text of a cell as it stands';
comment on column report_text.report is 'report.id';
comment on column report_text.cell is 'an indicator that takes a text';
comment on column report_text.entry is 'commit_seq of the entry whose annex has the text';

create table report_change (
  report       bigint not null,
  cell         text not null,
  is_text      boolean not null,
  removed      boolean not null,
  entry        bigint not null,
  changed_at   timestamptz not null,
  origin       bytea not null,
  seq          bigint not null,
  primary key (report, cell)
);
comment on table report_change is 'cells that a correction set or removed: a later correction is held against it';
comment on column report_change.report is 'report.id';
comment on column report_change.cell is 'a cell of the form';
comment on column report_change.is_text is 'a narrative';
comment on column report_change.removed is 'blank by now';
comment on column report_change.entry is 'commit_seq of the correction';
comment on column report_change.changed_at is 'its first commit, or just after the version that it was made on where that is later';
comment on column report_change.origin is 'of the correction';
comment on column report_change.seq is 'its number in its journal';

comment on column report.changed_at is 'of the last correction: its first commit, or just after the version that it was made on where that is later';
comment on column petition.changed_at is 'as of a report';
