-- review_check: figures of a period that stand out, for whoever reviews its reports, each with the figures that it was held against
-- roles province
-- param form form: only this form
-- param period period required: the period, such as 2020-H1
-- param office office: only of this office
-- column office TEXT: code of the office
-- column unit TEXT: code of the unit that it stands for
-- column form TEXT: code of the form
-- column cell TEXT: the cell; null for a whole report
-- column finding TEXT: change (by more than half on a year before), history or peers (far from what the office, or all offices, report: modified z-score beyond 3.5), blank (where the last period had a figure), rounded (more than half of the counts of ten and more end in 0 or 5)
-- column value DECIMAL: what was reported; of rounded, how many such counts end in 0 or 5
-- column against DECIMAL: what it is held against: the figure of a year before, the median, the last period's figure; of rounded, how many such counts there are
-- column spread DECIMAL: the median of the distances from the median
-- column score DECIMAL: change in per cent; modified z-score; of rounded, per cent
-- column points INTEGER: how many figures the median is of, the reported one among them; fewer than 5 are none
-- column figures TEXT: those figures, by period or by size; of more than 50 the five smallest and the five largest
with
known as (
  select r.id, r.office, r.unit, r.period, f.code as form
  from counted_report r
  join form f on f.id = r.form
  where $1::text is null or f.code = $1::text
),
asked as (
  select * from known where period = $2::text
),
figure as (
  select a.id, a.office, a.form, v.cell, v.value_e4, i.type
  from asked a
  join report_value v on v.report = a.id
  join indicator i on i.code = split_part(v.cell, '.', 1)
),
-- earlier reports of the same kind of period: half-years with half-years, years with years
earlier as (
  select a.id as report, k.id, k.period
  from asked a
  join known k on k.office = a.office and k.form = a.form and k.period < a.period
    and substr(k.period, 6, 1) = substr(a.period, 6, 1)
  where $3::int2 is null or a.office = $3::int2
),
change as (
  select f.id, f.cell, f.value_e4, v.value_e4 as against_e4, e.period,
    100 * (f.value_e4 - v.value_e4)::numeric / v.value_e4 as score
  from earlier e
  join figure f on f.id = e.report
  join report_value v on v.report = e.id and v.cell = f.cell and v.value_e4 > 0
  where e.period = (left($2::text, 4)::int - 1)::text || substr($2::text, 5)
    and 2 * abs(f.value_e4 - v.value_e4) > v.value_e4
),
blank as (
  select l.report as id, v.cell, v.value_e4 as against_e4, l.period
  from (select distinct on (report) * from earlier order by report, period desc) as l
  join report_value v on v.report = l.id
  where not exists (select from report_value where report = l.report and cell = v.cell)
),
-- the figures that one is held against, itself among them: of the office over the years, of all offices for the period
point as (
  select 'history' as finding, f.id as report, f.form, f.cell, $2::text as name, f.value_e4
  from figure f
  where $3::int2 is null or f.office = $3::int2
  union all
  select 'history', e.report, k.form, v.cell, e.period, v.value_e4
  from earlier e
  join known k on k.id = e.id
  join report_value v on v.report = e.id
  where substr(e.period, 5) = substr($2::text, 5)
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
  select s.finding, s.form, s.cell, s.report, f.id, f.value_e4, s.median, s.mad, s.points,
    0.6745 * (f.value_e4 - s.median) / s.mad as score
  from spread s
  join figure f on f.cell = s.cell and f.form = s.form and (s.report = f.id or (s.report = 0 and s.finding = 'peers'))
  where s.mad > 0 and 6745 * abs(f.value_e4 - s.median) > 35000 * s.mad
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
