-- reporting_status: which office has filed which report of a period, and when
-- roles province analyst
-- param form form: only this form
-- param period period required: the period, such as 2020-H1
-- column office TEXT: code of the office
-- column unit TEXT: code of the unit that it stands for
-- column form TEXT: code of the form
-- column due_on DATE: last day to file; null where there is none
-- column filed_at TIMESTAMP: when the report was first filed
-- column state TEXT: on_time, late, due (not filed, still time) or missing (not filed, time is up)
with
asked as (
  select
    left($2::text, 4)::int as year,
    case
      when length($2::text) = 4 then 'Y'
      when substr($2::text, 6, 1) = 'M' then 'M'
      else substr($2::text, 6)
    end as kind
),
owed as (
  select distinct on (f.code) f.code,
    case when c.due_month > 0 then make_date(a.year + c.due_year, c.due_month, c.due_day) end as due_on
  from asked a
  join form_period p on p.kind = a.kind
  join form f on f.id = p.form
  left join calendar c on c.calendar = f.calendar and c.kind = a.kind
  where $1::text is null or f.code = $1::text
  order by f.code, f.version desc
),
filed as (
  select r.office, f.code, min(r.filed_at) as filed_at
  from report r
  join form f on f.id = r.form
  where r.period = $2::text and not r.voided
  group by r.office, f.code
)
select
  o.code,
  o.unit_code,
  w.code,
  w.due_on,
  d.filed_at,
  case
    when d.filed_at is not null
      and (w.due_on is null or (d.filed_at at time zone interval '7 hours')::date <= w.due_on) then 'on_time'
    when d.filed_at is not null then 'late'
    when w.due_on is null or (now() at time zone interval '7 hours')::date <= w.due_on then 'due'
    else 'missing'
  end
from owed w
join form_office fo on fo.form = w.code
join office o on o.id = fo.office
left join filed d on d.office = o.id and d.code = w.code
order by o.id, w.code
