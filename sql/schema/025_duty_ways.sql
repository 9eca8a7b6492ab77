-- A duty may be passed on more than once: what any office on its way has filed is all that had come to it by then.

create or replace function duties_held(list text[], as_of date)
returns table (period text, form text, office integer, version integer, due_on date, exempt boolean, unit integer)
language sql stable as $$
  with entry as (
    select
      split_part(d, ':', 1) as form, split_part(d, ':', 2)::int as office, split_part(d, ':', 3)::int as version,
      nullif(split_part(d, ':', 4), '')::date as due_on, split_part(d, ':', 5) <> '' as exempt, split_part(d, ':', 6)::int as unit,
      nullif(split_part(d, ':', 7), '') as before, split_part(d, ':', 8) <> '' as own, split_part(d, ':', 9) as period
    from unnest(list) as d
  ),
  way as (
    select e.period, e.form, e.office, e.version, e.due_on, string_to_array(w, '/')::int[] as offices
    from entry e
    cross join unnest(string_to_array(e.before, '+')) as w
  ),
  came as (
    select distinct w.period, w.form, w.office, w.version, w.due_on, r.office as before, r.unit
    from way w
    join (
      select r.office, r.unit, r.period, f.code
      from (
        select c.office, c.unit, c.form, c.period from counted_report c where as_of is null
        union all
        select t.office, t.unit, t.form, t.period from report_on(day_end(as_of)) t where as_of is not null
      ) as r
      join form f on f.id = r.form
      where exists (select from way) and r.period in (select distinct w.period from way w)
    ) as r on r.office = any (w.offices) and r.code = w.form and r.period = w.period
  )
  select e.period, e.form, e.office, e.version, e.due_on, e.exempt, e.unit
  from entry e
  where e.before is null or e.own or exists (
    select from way w
    where w.period = e.period and w.form = e.form and w.office = e.office and not exists (
      select from came c where c.period = w.period and c.form = w.form and c.office = w.office and c.before = any (w.offices)
    )
  )
  union all
  select c.period, c.form, c.before, c.version, c.due_on, false, c.unit from came c
$$;
