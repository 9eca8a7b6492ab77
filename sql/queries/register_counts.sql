-- register_counts: what the registers of petitions and of receptions give for the cells of a form, for any unit and time; what they cannot know is not there
-- roles province reporter
-- scope unit office
-- register counts
-- param by by: what to count by: unit, office; everything in one row if not given
-- param unit unit: only of this unit
-- param form form required: code of the form whose cells are counted; of the version that serves the time
-- param period period: the days that the reports of this period are of, such as 2021-Q3
-- param from since: from this day or month on; with to, in place of a period
-- param to until: up to this day or month
-- column unit TEXT if by: code of the unit
-- column office TEXT if by: code of the office
-- column form TEXT: code of the form
-- column cell TEXT: the cell
-- column register INTEGER sum: what the registers give, by the published table register-cells
with asked as (
  select 'unit' = any (b) as by_unit, 'office' = any (b) as by_office
  from string_to_array($1::text, ',') as b
), days as (
  select $8::daterange as days, $9::int[] as open
), rows as (
  select f.id as office, case when a.by_unit then f.unit_code end as unit_shown, case when a.by_office then f.code end as office_shown, 'k' as what,
    '' as number, 0 as unit, null::date as day,
    concat_ws(' ', exists(select from petition p where p.office = f.id and not p.voided)::int,
      exists(select from reception r where r.office = f.id and not r.voided)::int) as numbers, '' as text, null::text as steps
  from office f
  cross join asked a
  where ($2::int[] is null or exists (select from unit u where u.code = f.unit_code and u.id = any ($2::int[])))
    and ($7::int is null or f.id = $7::int)
  union all
  select r.office, case when a.by_unit then u.code end, case when a.by_office then f.code end, r.what, r.number, r.unit, r.day, r.numbers, r.flags, r.steps
  from days d
  cross join asked a
  cross join lateral register_rows(d.days, d.open, $2::int[], case when $7::int is not null then array[$7::int] end) as r
  join office f on f.id = r.office
  join unit u on u.id = r.unit
)
select office, unit_shown, office_shown, what, number, unit, day, numbers, text, steps
from rows
where $3::text is not null and coalesce($4::text, $5::text, $6::text) is not null
order by unit_shown, office_shown, office, what, day
