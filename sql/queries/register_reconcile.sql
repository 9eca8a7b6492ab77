-- register_reconcile: where the reports of a form say something else than the registers of their offices, and by which rows of these
-- roles province reporter
-- scope unit office
-- register differences
-- param unit unit: only of this unit
-- param form form required: code of the form
-- param period period required: the period, such as 2021-Q3
-- column unit TEXT: code of the unit
-- column office TEXT: code of the office
-- column cell TEXT: the cell
-- column said DECIMAL: what the report says
-- column register INTEGER: what the registers give
-- column difference DECIMAL: what the report says more
-- column as_filed INTEGER: what the registers gave when the report was filed or corrected last; where it is not what the report says, that was counted otherwise
-- column register_rows TEXT: rows of the registers that were entered, moved on, corrected or taken back since, and by how much each changed the count
with asked as (
  -- the reports, one for each office
  select r.office::int as office, f.unit_code, f.code, r.id as report, r.filed_at
  from counted_report r
  join form m on m.id = r.form and m.code = $2::text
  join office f on f.id = r.office
  where r.period = $3::text
    and ($1::int[] is null or exists (select from unit u where u.code = f.unit_code and u.id = any ($1::int[])))
    and ($4::int is null or r.office = $4::int)
), days as (
  select $5::daterange as days, $6::int[] as open
), rows as (
  select a.office, a.unit_code as unit_shown, a.code as office_shown, 'f' as what, v.cell as number, 0 as unit, null::date as day,
    concat_ws(' ', v.value_e4, (extract(epoch from coalesce(h.changed_at, a.filed_at)) * 1000000)::int8, coalesce(h.entry, a.report)) as numbers,
    '' as text, null::text as steps
  from asked a
  join report_value v on v.report = a.report
  left join report_change h on h.report = v.report and h.cell = v.cell
  union all
  select a.office, a.unit_code, a.code, 'k', '', 0, null,
    concat_ws(' ', exists(select from petition p where p.office = f.id and not p.voided)::int,
      exists(select from reception r where r.office = f.id and not r.voided)::int), '', null
  from asked a
  join office f on f.id = a.office
  union all
  select r.office, a.unit_code, a.code, r.what, r.number, r.unit, r.day, r.numbers, r.flags, r.steps
  from days d
  cross join asked a
  cross join lateral register_rows(d.days, d.open, null, array[a.office]) as r
)
select office, unit_shown, office_shown, what, number, unit, day, numbers, text, steps
from rows
order by unit_shown, office_shown, office, what, day, number
