-- review_check: figures of a period that stand out, for whoever reviews its reports, each with the figures that it was held against
-- roles province
-- heirs 99
-- param form form: only this form
-- param period period required: the period, such as 2020-H1
-- param office office: only of this office
-- column office TEXT: code of the office
-- column unit TEXT: code of the unit that it stands for
-- column form TEXT: code of the form
-- column cell TEXT: the cell; null for a whole report
-- column finding TEXT: change (by more than half on a year before), history or peers (far from what the office, or all offices, report: modified z-score beyond 3.5), blank (where the last period had a figure), rounded (more than half of the counts of ten and more end in 0 or 5), not_compared (with a year before: one whose figures the office goes on with did not report then, or it got a part of a unit that was divided)
-- column value DECIMAL: what was reported, of change and history by all that went into the office while the period lasted; of rounded, how many such counts end in 0 or 5
-- column against DECIMAL: what it is held against: the figure of a year before, the median, the last period's figure, each the sum of all that went into the office since; of rounded, how many such counts there are
-- column spread DECIMAL: the median of the distances from the median
-- column score DECIMAL: change in per cent; modified z-score; of rounded, per cent
-- column points INTEGER: how many figures the median is of, the reported one among them; fewer than 5 are none
-- column figures TEXT: those figures, by period or by size; of more than 50 the five smallest and the five largest; of not_compared those offices, and units with their last day
with
asked as (
  select r.id, r.office, r.unit, r.period, f.code as form
  from counted_report r
  join form f on f.id = r.form
  where r.period = $2::text and ($1::text is null or f.code = $1::text)
),
-- whose figures count for whom, those of a part of the period itself too
other as (
  select *
  from compared_report($4::text[], $2::text) c
  where $1::text is null or c.form = $1::text
),
joined as (
  select a.id, v.cell, sum(v.value_e4)::bigint as value_e4
  from asked a
  join other o on o.form = a.form and o.office = a.office and o.period = a.period and o.filer <> a.office
  join report_value v on v.report = o.report
  group by a.id, v.cell
),
figure as (
  select a.id, a.office, a.form, v.cell, v.value_e4, v.value_e4 + coalesce(j.value_e4, 0) as whole_e4, i.type
  from asked a
  join report_value v on v.report = a.id
  join indicator i on i.code = split_part(v.cell, '.', 1)
  left join joined j on j.id = a.id and j.cell = v.cell
),
-- earlier reports of the same kind of period: half-years with half-years, years with years
earlier as (
  select a.id as report, o.report as id, o.period, o.alone, o.required, o.needed
  from asked a
  join other o on o.office = a.office and o.form = a.form and o.period < a.period
    and substr(o.period, 6, 1) = substr(a.period, 6, 1)
  where $3::int2 is null or a.office = $3::int2
),
-- what they come to: hardly ever it is a sum
past as not materialized (
  select e.report, e.period, v.cell, v.value_e4
  from earlier e
  join report_value v on v.report = e.id
  where e.alone
  union all
  select e.report, e.period, v.cell, sum(v.value_e4)::bigint
  from earlier e
  join report_value v on v.report = e.id
  where not e.alone
  group by e.report, e.period, v.cell
  having count(*) filter (where e.required) = max(e.needed)
),
change as (
  select f.id, f.cell, f.whole_e4 as value_e4, v.value_e4 as against_e4, v.period,
    100 * (f.whole_e4 - v.value_e4)::numeric / v.value_e4 as score
  from past v
  join figure f on f.id = v.report and f.cell = v.cell
  where v.period = (left($2::text, 4)::int - 1)::text || substr($2::text, 5)
    and v.value_e4 > 0 and 2 * abs(f.whole_e4 - v.value_e4) > v.value_e4
),
blank as (
  select l.report as id, v.cell, v.value_e4 as against_e4, l.period
  from (select report, max(period) as period from earlier group by report) as l
  join past v on v.report = l.report and v.period = l.period
  where not exists (select from report_value where report = l.report and cell = v.cell)
),
not_compared as (
  select a.id, string_agg(distinct x.name, ', ') as names
  from asked a
  join heir_list($4::text[]) h on h.form = a.form and h.asked = $2::text
    and h.period = (left($2::text, 4)::int - 1)::text || substr($2::text, 5) and (h.heir = a.office or a.office = any (h.parts))
  join office o on o.id = h.office
  cross join lateral (
    select o.code as name where h.heir = a.office and h.required and not exists (
      select from other t where t.form = h.form and t.period = h.period and t.office = h.heir and t.filer = h.office
    )
    union all
    select h.written where a.office = any (h.parts)
  ) as x
  group by a.id
),
-- the figures that one is held against, itself among them: of the office over the years, of all offices for the period
point as (
  select 'history' as finding, f.id as report, f.form, f.cell, $2::text as name, f.whole_e4 as value_e4
  from figure f
  where $3::int2 is null or f.office = $3::int2
  union all
  select 'history', v.report, a.form, v.cell, v.period, v.value_e4
  from past v
  join asked a on a.id = v.report
  where substr(v.period, 5) = substr($2::text, 5)
  union all
  select 'peers', 0, f.form, f.cell, o.code, f.value_e4
  from figure f
  join office o on o.id = f.office
),
middle as (
  select finding, report, form, cell, points, (sorted[(points + 1) / 2] + sorted[points / 2 + 1]) / 2.0 as median
  from (
    select finding, report, form, cell, count(*)::int as points, array_agg(value_e4 order by value_e4) as sorted
    from point
    group by finding, report, form, cell
    having count(*) >= 5
  ) as s
),
spread as (
  select finding, report, form, cell, points, median,
    (away[(points + 1) / 2] + away[points / 2 + 1]) / 2.0 as mad
  from (
    select m.*, d.away
    from middle m
    join (
      select p.finding, p.report, p.form, p.cell, array_agg(abs(p.value_e4 - n.median) order by abs(p.value_e4 - n.median)) as away
      from point p
      join middle n on n.finding = p.finding and n.report = p.report and n.form = p.form and n.cell = p.cell
      group by p.finding, p.report, p.form, p.cell
    ) as d on d.finding = m.finding and d.report = m.report and d.form = m.form and d.cell = m.cell
  ) as s
),
outlier as (
  select s.finding, s.form, s.cell, s.report, f.id, g.value_e4, s.median, s.mad, s.points,
    0.6745 * (g.value_e4 - s.median) / s.mad as score
  from spread s
  join figure f on f.cell = s.cell and f.form = s.form and (s.report = f.id or (s.report = 0 and s.finding = 'peers'))
  cross join lateral (select case s.finding when 'peers' then f.value_e4 else f.whole_e4 end as value_e4) as g
  where s.mad > 0 and 6745 * abs(g.value_e4 - s.median) > 35000 * s.mad
),
rounded as (
  select id, count(*) as points, count(*) filter (where value_e4 % 50000 = 0) as round,
    string_agg(cell || ' ' || value_e4 / 10000, ', ' order by cell) as figures
  from figure
  where type = 0 and value_e4 >= 100000
  group by id
  having count(*) >= 10 and 2 * count(*) filter (where value_e4 % 50000 = 0) > count(*)
),
finding as (
  select 1 as turn, 'change' as finding, id, cell, value_e4::numeric as value_e4, against_e4::numeric as against_e4, null::numeric as mad,
    score, null::bigint as points, period || ' ' || trim_scale(round(against_e4 / 10000.0, 2)) as figures
  from change
  union all
  select case o.finding when 'history' then 2 else 3 end, o.finding, o.id, o.cell, o.value_e4, o.median, o.mad, o.score, o.points,
    (select case when count(*) <= 50 then
        case o.finding when 'history' then string_agg(name || ' ' || amount, ', ' order by name)
          else string_agg(name || ' ' || amount, ', ' order by place) end
        else string_agg(name || ' ' || amount, ', ' order by place) filter (where place <= 5) || ', …, '
          || string_agg(name || ' ' || amount, ', ' order by place) filter (where place > o.points - 5)
      end
      from (
        select p.name, trim_scale(round(p.value_e4 / 10000.0, 2))::text as amount,
          row_number() over (order by p.value_e4, p.name) as place
        from point p
        where p.finding = o.finding and p.report = o.report and p.form = o.form and p.cell = o.cell
      ) as listed)
  from outlier o
  union all
  select 4, 'blank', id, cell, null, against_e4, null, null, null, period || ' ' || trim_scale(round(against_e4 / 10000.0, 2))
  from blank
  union all
  select 5, 'rounded', id, null, round * 10000::numeric, points * 10000::numeric, null, 100 * round::numeric / points, points, figures
  from rounded
  union all
  select 6, 'not_compared', id, null, null, null, null, null, null, (left($2::text, 4)::int - 1)::text || substr($2::text, 5) || ' ' || names
  from not_compared
)
select
  o.code,
  u.code,
  a.form,
  n.cell,
  n.finding,
  trim_scale(round(n.value_e4 / 10000, 2))::text,
  trim_scale(round(n.against_e4 / 10000, 2))::text,
  trim_scale(round(n.mad / 10000, 2))::text,
  round(n.score, 2)::text,
  n.points,
  n.figures
from finding n
join asked a on a.id = n.id and ($3::int2 is null or a.office = $3::int2)
join office o on o.id = a.office
join unit u on u.id = a.unit
left join indicator i on i.code = split_part(n.cell, '.', 1)
order by o.id, a.form, i.place nulls last, n.cell, n.turn
