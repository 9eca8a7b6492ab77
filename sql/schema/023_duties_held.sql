-- Duties of several periods at once: each entry of the list says which period it is of.

create function duties_held(list text[], as_of date)
returns table (period text, form text, office integer, version integer, due_on date, exempt boolean, unit integer)
language sql stable as $$
  with entry as (
    select
      split_part(d, ':', 1) as form, split_part(d, ':', 2)::int as office, split_part(d, ':', 3)::int as version,
      nullif(split_part(d, ':', 4), '')::date as due_on, split_part(d, ':', 5) <> '' as exempt, split_part(d, ':', 6)::int as unit,
      string_to_array(nullif(split_part(d, ':', 7), ''), '+')::int[] as before, split_part(d, ':', 8) <> '' as own,
      split_part(d, ':', 9) as period
    from unnest(list) as d
  ),
  passed as (
    select e.period, e.form, e.office, e.version, e.due_on, b as before from entry e cross join unnest(e.before) as b
  ),
  came as (
    select p.period, p.form, p.office, p.version, p.due_on, p.before, r.unit
    from passed p
    join (
      select r.office, r.unit, r.period, f.code
      from (
        select c.office, c.unit, c.form, c.period from counted_report c where as_of is null
        union all
        select t.office, t.unit, t.form, t.period from report_on(day_end(as_of)) t where as_of is not null
      ) as r
      join form f on f.id = r.form
      where exists (select from passed) and r.period in (select distinct p.period from passed p)
    ) as r on r.office = p.before and r.code = p.form and r.period = p.period
  )
  select e.period, e.form, e.office, e.version, e.due_on, e.exempt, e.unit
  from entry e
  where e.before is null or e.own
    or cardinality(e.before) > (select count(*) from came c where c.form = e.form and c.office = e.office and c.period = e.period)
  union all
  select c.period, c.form, c.before, c.version, c.due_on, false, c.unit from came c
$$;
comment on function duties_held is 'the duties of a list (server/reading/query.h) as they stand, or stood on a day: what an office had filed itself is its own still';

create or replace function duty_held(list text[], asked text, as_of date)
returns table (form text, office integer, version integer, due_on date, exempt boolean, unit integer)
language sql stable as $$
  select d.form, d.office, d.version, d.due_on, d.exempt, d.unit from duties_held(list, as_of) as d where d.period = asked
$$;
