-- What the province says of reports, and what was said of their cells before: how a report came about, and its figures of any day.

alter table report add column standing smallint not null default 0;
comment on column report.standing is '0 filed, 1 returned, 2 accepted, 3 locked, 4 reopened: by the last review, and filed again once it was corrected after what that had seen';

-- The view's columns were those of the table of then.
create or replace view counted_report as
select r.*
from report r
where not r.voided and not exists (
  select
  from form mine
  join form other on other.code = mine.code
  join report o on o.office = r.office and o.form = other.id and o.period = r.period and not o.voided
  where mine.id = r.form and (o.content, o.id) > (r.content, r.id)
);

create table report_review (
  id           bigint primary key,
  report       bigint not null,
  verdict      smallint not null,
  cells        text not null,
  seen_at      timestamptz,
  reviewed_at  timestamptz not null,
  content      bytea not null
);
comment on table report_review is 'the province''s reviews of reports';
comment on column report_review.id is 'commit_seq of the ReportReviewed; its annex has the reasons';
comment on column report_review.report is 'report.id';
comment on column report_review.verdict is '1 returned, 2 accepted, 3 locked, 4 reopened';
comment on column report_review.cells is 'the cells that there are reasons for, space-separated';
comment on column report_review.seen_at is 'the version that was reviewed: report.changed_at of then; null where it was never corrected';
comment on column report_review.reviewed_at is 'its first commit, or just after the version that was reviewed where that is later: the order of a report''s reviews';
comment on column report_review.content is 'what a second copy of the fact is recognised by';
create index report_review_report on report_review (report);

create table report_revision (
  report       bigint not null,
  cell         text not null,
  entry        bigint not null,
  said_at      timestamptz not null,
  is_text      boolean not null,
  removed      boolean not null,
  value_e4     bigint not null,
  primary key (report, cell, entry)
);
comment on table report_revision is 'what corrections said of cells, and what the filing had said of them: at any moment the latest holds; a cell without a row is as it was filed';
comment on column report_revision.report is 'report.id';
comment on column report_revision.cell is 'a cell of the form';
comment on column report_revision.entry is 'commit_seq of the filing or the correction';
comment on column report_revision.said_at is 'its first commit, or just after the version that it was made on where that is later';
comment on column report_revision.is_text is 'a narrative: the text is in the entry''s annex';
comment on column report_revision.removed is 'blank from then on';
comment on column report_revision.value_e4 is 'in ten-thousandths; 0 of a narrative, and of what was removed';
