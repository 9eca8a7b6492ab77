-- reporting_rate: how many reports are owed, how many came, and how many of them in time
-- roles province analyst
-- duty exempt
-- param by by: what to count by: period, class, form, unit; everything in one row if not given
-- param form form: only this form
-- param period periods: a period, such as 2020-H1, several with commas between them, or all from one to another, such as 2019-H1..2020; all that have begun if not given
-- param year year: all periods of this year that have begun
-- param units units: then, the units as they were (what is not given), or now: where they stand today after mergers
-- param unit unit: only this unit, such as 593; with units=now all that went into it
-- param as_of as_of: as it was known at the end of this day: what was filed, corrected, taken back, reviewed or published later does not count
-- column period TEXT if by: the period
-- column class TEXT if by: class of the offices
-- column form TEXT if by: code of the form
-- column unit TEXT if by: code of the unit; with units=now and its last day where it ended without one successor
-- column expected INTEGER sum: reports that are owed
-- column on_time INTEGER sum: of those, filed in time
-- column late INTEGER sum: of those, filed after the last day
-- column due INTEGER sum: of those, not filed and still in time
-- column missing INTEGER sum: of those, not filed and the time is up; the four make up expected
-- column exempt INTEGER sum: reports that would be owed, did the province not want none; not in expected, filed or not
-- column rate DECIMAL: filed ones in the hundred of those that are owed; null where none is
-- column timeliness DECIMAL: those filed in time in the hundred of those that are owed; null where none is
with
owed as (
  select o.class, d.form, d.period, coalesce(s.shown, u.code) as unit, o.id as office, d.due_on, d.exempt
  from duties_held($8::text[], $7::date) as d
  join office o on o.id = d.office
  left join unit u on u.id = d.unit
  left join (
    select split_part(x, ':', 1)::int as unit, split_part(x, ':', 2) as shown from unnest($5::text[]) as x
  ) as s on s.unit = u.id
  where d.period = any ($3::text[]) and ($2::text is null or d.form = $2::text) and ($6::int[] is null or d.unit = any ($6::int[]))
    -- a year is among the periods already
    and coalesce($4::text, '') is not null
),
filed as (
  select r.office, f.code as form, r.period, (r.filed_at at time zone interval '7 hours')::date as filed_on
  from (
    select office, form, period, filed_at from counted_report where $7::date is null
    union all
    select office, form, period, filed_at from report_on(day_end($7::date), $3::text[]) where $7::date is not null
  ) as r
  join form f on f.id = r.form
  where r.period = any ($3::text[])
),
told as (
  select
    w.period,
    w.class,
    w.form,
    w.unit,
    case
      when w.exempt then 'exempt'
      when d.filed_on is not null and (w.due_on is null or d.filed_on <= w.due_on) then 'on_time'
      when d.filed_on is not null then 'late'
      when w.due_on is null or coalesce($7::date, (now() at time zone interval '7 hours')::date) <= w.due_on then 'due'
      else 'missing'
    end as state
  from owed w
  left join filed d on d.office = w.office and d.form = w.form and d.period = w.period
)
select
  case when g.period then t.period end,
  case when g.class then t.class end,
  case when g.form then t.form end,
  case when g.unit then t.unit end,
  count(*) filter (where t.state <> 'exempt'),
  count(*) filter (where t.state = 'on_time'),
  count(*) filter (where t.state = 'late'),
  count(*) filter (where t.state = 'due'),
  count(*) filter (where t.state = 'missing'),
  count(*) filter (where t.state = 'exempt'),
  round(100.0 * count(*) filter (where t.state in ('on_time', 'late')) / nullif(count(*) filter (where t.state <> 'exempt'), 0), 2)::text,
  round(100.0 * count(*) filter (where t.state = 'on_time') / nullif(count(*) filter (where t.state <> 'exempt'), 0), 2)::text
from (
  select 'period' = any (b) as period, 'class' = any (b) as class, 'form' = any (b) as form, 'unit' = any (b) as unit
  from string_to_array($1::text, ',') as b
) as g
left join told t on true
group by 1, 2, 3, 4
order by 1, 2, 3, 4
