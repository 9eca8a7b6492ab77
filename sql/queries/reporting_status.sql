-- reporting_status: which office has filed which report of a period, and when
-- roles province analyst
-- duty exempt
-- param form form: only this form
-- param period period required: the period, such as 2020-H1
-- param units units: then, the units as they were (what is not given), or now: where they stand today after mergers
-- param as_of as_of: as it was known at the end of this day: what was filed, corrected, taken back, reviewed or published later does not count
-- column office TEXT: code of the office
-- column unit TEXT: code of the unit that it reports for; with units=now and its last day where it ended without one successor
-- column form TEXT: code of the form
-- column due_on DATE: last day to file in time, as the province has set it; null where there is none
-- column filed_at TIMESTAMP: when the report first came to the province, by which it is in time
-- column written_at TIMESTAMP: when it was written at the office, by the office's own clock
-- column changed_at TIMESTAMP: when it was last corrected; null where it never was
-- column filled INTEGER: how many of the form's cells are filled
-- column cells INTEGER: how many it has, computed ones and those of the offices' own codes apart
-- column content TEXT: figures (or texts), or nil: it says that there is nothing to report; null where nothing is filed
-- column state TEXT: on_time, late, due (not filed, still time), missing (not filed, time is up) or exempt (the province wants none, filed or not)
-- column review TEXT: filed (not reviewed as it stands), returned, accepted, locked or reopened; null where nothing is filed
with
owed as (
  select d.form as code, d.office, d.version as form, d.due_on, d.exempt, coalesce(s.shown, u.code) as unit
  from duty_held($5::text[], $2::text, $4::date) as d
  left join unit u on u.id = d.unit
  left join (
    select split_part(x, ':', 1)::int as unit, split_part(x, ':', 2) as shown from unnest($3::text[]) as x
  ) as s on s.unit = u.id
  where $1::text is null or d.form = $1::text
),
filed as (
  select r.office, f.code, r.id, r.form, r.filed_at, r.changed_at, r.standing, j.written_at, k.said, k.filled
  from (
    select id, office, form, period, filed_at, changed_at, standing from counted_report where $4::date is null
    union all
    select id, office, form, period, filed_at, changed_at, standing from report_on(day_end($4::date), array[$2::text])
    where $4::date is not null
  ) as r
  join form f on f.id = r.form
  join journal j on j.commit_seq = r.id
  cross join lateral (
    select count(*) as said, count(p.cell) as filled
    from (
      select cell from report_value where report = r.id and $4::date is null
      union all
      select cell from report_text where report = r.id and $4::date is null
      union all
      select cell from report_cell_on(r.id, day_end($4::date)) where $4::date is not null
    ) as v
    left join form_cell p on p.form = r.form and p.cell = v.cell
    where v.cell not like 'note:%'
  ) as k
  where r.period = $2::text
)
select
  o.code,
  w.unit,
  w.code,
  w.due_on,
  d.filed_at,
  d.written_at,
  d.changed_at,
  coalesce(d.filled, 0),
  (select count(*) from form_cell c where c.form = coalesce(d.form, w.form)),
  case
    when d.id is null then null
    when d.said > 0 then 'figures'
    else 'nil'
  end,
  case
    when w.exempt then 'exempt'
    when d.filed_at is not null
      and (w.due_on is null or (d.filed_at at time zone interval '7 hours')::date <= w.due_on) then 'on_time'
    when d.filed_at is not null then 'late'
    when w.due_on is null or coalesce($4::date, (now() at time zone interval '7 hours')::date) <= w.due_on then 'due'
    else 'missing'
  end,
  case when d.id is not null then (array['filed', 'returned', 'accepted', 'locked', 'reopened'])[d.standing + 1] end
from owed w
join office o on o.id = w.office
left join filed d on d.office = o.id and d.code = w.code
order by o.id, w.code
