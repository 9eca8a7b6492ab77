-- Sums of reports, so that the totals of ten thousand offices are read and not added up.

create table report_rollup (
  form         smallint not null,
  period       text not null,
  cell         text not null,
  standing     smallint not null,
  sum_e4       numeric not null,
  offices      bigint not null,
  primary key (form, period, cell, standing)
) with (fillfactor = 50);
comment on table report_rollup is 'the figures of reports that are not taken back, added up; those of a second copy (counted_report) are among them';
comment on column report_rollup.form is 'id of the form version in the reference data';
comment on column report_rollup.standing is 'report.standing of the reports that are added up here';
comment on column report_rollup.sum_e4 is 'sum of report_value.value_e4, in ten-thousandths';
comment on column report_rollup.offices is 'how many reports have the cell';

insert into report_rollup (form, period, cell, standing, sum_e4, offices)
select r.form, r.period, v.cell, r.standing, sum(v.value_e4), count(*)
from report r
join report_value v on v.report = r.id
where not r.voided
group by r.form, r.period, v.cell, r.standing;
