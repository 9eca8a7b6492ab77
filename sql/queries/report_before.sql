-- report_before: the figures that a report is held against: those of the other periods of its year and of the year before, each the sum of all that went into its office since
-- roles province reporter
-- scope unit office
-- heirs 1
-- param form form required: the form, by its code
-- param period period required: the period of the report, filed or not, such as 2020-H1
-- param unit unit: only of offices that stand for this unit
-- column office TEXT: code of the office
-- column period TEXT: the other period
-- column cell TEXT: the cell
-- column value DECIMAL: what was reported then; a count has no decimals; null where one of those did not say, so that there is no whole sum
-- column offices TEXT: codes of the offices that reported it
with
earlier as (
  select c.office, c.period, c.report, c.filer, c.required, c.needed
  from compared_report($5::text[], $2::text) c
  join office o on o.id = c.office
  where c.form = $1::text and c.period <> $2::text
    and left(c.period, 4)::int between left($2::text, 4)::int - 1 and left($2::text, 4)::int
    and ($4::int is null or c.office = $4::int)
    and ($3::int[] is null or o.unit_code in (select code from unit where id = any ($3::int[])))
),
summed as (
  select e.office, e.period, v.cell, string_agg(f.code, ' ' order by f.code) as offices,
    case when count(*) filter (where e.required) = max(e.needed) then sum(v.value_e4) end as value_e4
  from earlier e
  join report_value v on v.report = e.report
  join office f on f.id = e.filer
  group by e.office, e.period, v.cell
)
select
  o.code,
  s.period,
  s.cell,
  case i.type when 0 then div(s.value_e4, 10000)::text else round(s.value_e4 / 10000, 2)::text end,
  s.offices
from summed s
join office o on o.id = s.office
join indicator i on i.code = split_part(s.cell, '.', 1)
order by o.code, s.period desc, i.place, s.cell
