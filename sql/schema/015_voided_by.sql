-- Whoever corrects what was taken back meanwhile is told by whom, and when.

alter table petition add column voided_by bytea;
comment on column petition.voided_by is
  'of the entry that took it back: first commit (µs) and commit_seq, its origin and number, eight bytes each; null: it stands';

alter table petition_event add column voided_by bytea;
comment on column petition_event.voided_by is 'as of a petition';

alter table report add column voided_by bytea;
comment on column report.voided_by is 'as of a petition';
