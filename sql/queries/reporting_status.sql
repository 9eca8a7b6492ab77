-- reporting_status: which office has filed which report of a period, and when
-- roles province analyst
-- duty
-- param form form: only this form
-- param period period required: the period, such as 2020-H1
-- column office TEXT: code of the office
-- column unit TEXT: code of the unit that it stands for
-- column form TEXT: code of the form
-- column due_on DATE: last day to file; null where there is none
-- column filed_at TIMESTAMP: when the report was first filed
-- column changed_at TIMESTAMP: when it was last corrected; null where it never was
-- column filled INTEGER: how many of the cells that can be filled are
-- column cells INTEGER: how many can be, computed ones and those of the offices' own codes apart
-- column content TEXT: figures (or texts), or nil: it says that there is nothing to report; null where nothing is filed
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
duty as (
  select split_part(d, ':', 1) as form, split_part(d, ':', 2)::int as office, split_part(d, ':', 3)::int as version
  from unnest($3::text[]) as d
),
owed as (
  select f.code, f.id as form,
    case when c.due_month > 0 then make_date(a.year + c.due_year, c.due_month, c.due_day) end as due_on
  from asked a
  join form_period p on p.kind = a.kind
  join form f on f.id = p.form
  left join calendar c on c.calendar = f.calendar and c.kind = a.kind
  where ($1::text is null or f.code = $1::text) and f.id in (select version from duty)
),
filed as (
  select r.office, f.code, r.id, r.form, r.filed_at, r.changed_at
  from counted_report r
  join form f on f.id = r.form
  where r.period = $2::text
)
select
  o.code,
  o.unit_code,
  w.code,
  w.due_on,
  d.filed_at,
  d.changed_at,
  (select count(*) from (
    select cell from report_value where report = d.id union all select cell from report_text where report = d.id) as v),
  (select count(*) from form_cell c join indicator i on i.code = c.indicator and i.type <> 2
    where c.form = coalesce(d.form, w.form)),
  case
    when d.id is null then null
    when exists (select from report_value where report = d.id) or exists (select from report_text where report = d.id)
      then 'figures'
    else 'nil'
  end,
  case
    when d.filed_at is not null
      and (w.due_on is null or (d.filed_at at time zone interval '7 hours')::date <= w.due_on) then 'on_time'
    when d.filed_at is not null then 'late'
    when w.due_on is null or (now() at time zone interval '7 hours')::date <= w.due_on then 'due'
    else 'missing'
  end
from owed w
join duty fo on fo.form = w.code
join office o on o.id = fo.office
left join filed d on d.office = o.id and d.code = w.code
order by o.id, w.code
