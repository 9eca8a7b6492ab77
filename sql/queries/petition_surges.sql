-- petition_surges: weeks in which far more petitions of a field came to a unit than in its own weeks before: what may be about to become a hotspot
-- roles province analyst
-- masks
-- param unit unit: only this unit
-- param kind kind: only petitions of this kind
-- param field field: only this field
-- param from since: weeks that begin on this day or later; if not given the last four before `to`
-- param to until: weeks that have ended on this day; yesterday if not given
-- column week DATE: the Monday with which the week begins
-- column unit TEXT: code of the unit, as it was then
-- column field FIELD: what the petitions are about
-- column received INTEGER: petitions received in that week; for analysts without denunciations
-- column median DECIMAL: the median of the weeks before, up to 26, since the unit has a register
-- column spread DECIMAL: the median of their distances from it, at least 1
-- column score DECIMAL: modified z-score, 0.6745 of the distance from the median by the spread: more than 3.5
-- column weeks INTEGER: how many weeks before there were; fewer than 5 tell nothing
-- column figures TEXT: what was received in them, the earliest first
with
day as (
  select (now() at time zone interval '7 hours')::date - 1 as yesterday
),
until as (
  select date_trunc('week', least(coalesce($5::date, yesterday), yesterday) + 1)::date - 1 as last from day
),
span as (
  select date_trunc('week', coalesce($4::date, last - 27) + 6)::date as first, last from until
),
counted as (
  select r.unit, r.field, date_trunc('week', r.day)::date as week, sum(r.received)::int as received
  from span s
  join petition_rollup r on r.day between s.first - 7 * 26 and s.last
  where r.received > 0
    and ($1::int[] is null or r.unit = any ($1::int[]))
    and ($2::smallint is null or r.kind = $2::smallint)
    and ($3::smallint is null or r.field = $3::smallint)
    and ($6::boolean is null or r.kind <> 2)
  group by 1, 2, 3
),
-- A week before the register was begun has no petitions of its own: nobody counted them.  The first week may be a part of one.
begun as (
  select r.unit, date_trunc('week', min(r.day) + 6)::date as week
  from petition_rollup r
  where r.received > 0 and ($6::boolean is null or r.kind <> 2)
  group by r.unit
),
-- With a spread of 1 and more, and a median of 0 and more, fewer than six are never far more.
many as (
  select c.unit, c.field, c.week, c.received, greatest(b.week, c.week - 7 * 26) as since
  from counted c
  join span s on c.week between s.first and s.last - 6
  join begun b on b.unit = c.unit
  where c.received >= 6 and c.week - b.week >= 7 * 5
),
past as (
  select m.unit, m.field, m.week, m.received, g.week::date as past_week, coalesce(c.received, 0) as past
  from many m
  cross join lateral generate_series(m.since, m.week - 7, interval '7 days') as g(week)
  left join counted c on c.unit = m.unit and c.field = m.field and c.week = g.week::date
),
middle as (
  select unit, field, week, received, count(*) as weeks, percentile_cont(0.5) within group (order by past) as median,
    string_agg(past::text, ' ' order by past_week) as figures
  from past
  group by unit, field, week, received
),
spread as (
  select m.unit, m.field, m.week, m.received, m.weeks, m.median, m.figures,
    greatest(percentile_cont(0.5) within group (order by abs(p.past - m.median)), 1) as mad
  from middle m
  join past p on p.unit = m.unit and p.field = m.field and p.week = m.week
  group by m.unit, m.field, m.week, m.received, m.weeks, m.median, m.figures
)
select s.week, u.code, s.field, s.received::bigint, round(s.median::numeric, 2), round(s.mad::numeric, 2),
  round((0.6745 * (s.received - s.median) / s.mad)::numeric, 2), s.weeks, s.figures
from spread s
join unit u on u.id = s.unit
where 6745 * (s.received - s.median) > 35000 * s.mad
order by s.week, u.code, s.field
