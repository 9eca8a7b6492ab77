-- report_values: the values that units reported for a period, cell by cell
-- roles province analyst reporter
-- scope unit office
-- rates
-- param form form: only this form
-- param period period required: the period, such as 2020-H1
-- param units units: then, the units as they were (what is not given), or now: where they stand today after mergers
-- param unit unit: only this unit; with units=now all that went into it
-- param cell cell: only this cell, or all cells of this indicator; a computed one is shown where it is asked for
-- param as_of as_of: as it was known at the end of this day: what was filed, corrected, taken back, reviewed or published later does not count
-- column unit TEXT: code of the unit; with units=now and its last day where it ended without one successor
-- column form TEXT: code of the form
-- column cell TEXT: the cell
-- column value FIGURE: the value; a count has no decimals; null for a rate without denominator; for analysts in steps of 5, and null below 5, where it tells of few people
-- column entry ADDRESS: the entry that the value comes from
-- column office TEXT: code of the office that reported it; several may stand for one unit
-- column figure TEXT: reported; computed, by a rule; or summed: of the indicator that is asked for, its members together
with
known as (
  select id, office, unit, form, period, entry from counted_report where $6::date is null
  union all
  select id, office, unit, form, period, entry from report_on(day_end($6::date)) where $6::date is not null
),
-- what is said of a report goes along with its figures: the planner, which does not know how many there are, would look for each of
-- them in the list of all
asked as (
  select r.id, r.office, r.unit, r.form, f.code, r.entry
  from known r
  join form f on f.id = r.form
  where ($1::text is null or f.code = $1::text)
    and r.period = $2::text
    and ($4::int[] is null or r.unit = any ($4::int[]))
    and ($7::smallint is null or r.office = $7::smallint)
),
reported as (
  select a.id, a.entry, a.unit, a.office, a.form, a.code, v.cell, v.value_e4, i.place, coalesce(c.place, 1000000) as cell_place,
    case i.type when 0 then (v.value_e4 / 10000)::text else round(v.value_e4 / 10000.0, 2)::text end as value
  from asked a
  cross join lateral (
    select cell, value_e4 from report_value where report = a.id and $6::date is null
    union all
    select cell, value_e4 from report_cell_on(a.id, day_end($6::date)) where $6::date is not null and value_e4 is not null
  ) as v
  join indicator i on i.code = split_part(v.cell, '.', 1)
  left join form_cell c on c.form = a.form and c.cell = v.cell
  where $5::text is null or v.cell = $5::text or starts_with(v.cell, $5::text || '.')
),
-- of a computed figure: what the office reported of it, for this period and for those that it compares
term as (
  select t[1] as form, t[2] as rule, t[3] as ratio, t[4] as figure, t[5]::bigint as need, t[6]::bigint as whole,
    t[7]::int as operand, t[8] as period, t[9] as cell
  from (select string_to_array(x, ':') as t from unnest($8::text[]) as x) as split
),
heir as (
  select form, period, office, heir, parts, required from heir_list($9::text[])
),
-- the reports that computed figures of a report are made of: itself, and of other periods its office's or those of whom it goes on with
source as (
  select a.id as report, a.entry, a.unit, a.form, a.code, a.office, a.id as source, $2::text as period, false as required
  from asked a
  union all
  select a.id, a.entry, a.unit, a.form, a.code, a.office, r.id, r.period, h.required
  from known r
  join form f on f.id = r.form
  left join heir h on h.form = f.code and h.period = r.period and h.office = r.office
  join asked a on a.code = f.code and a.office = case when h.office is null then r.office else h.heir end
  where r.period in (select period from term) and (r.period <> $2::text or h.heir is not null)
),
part as (
  select s.report, s.entry, s.unit, s.form, s.code, s.office, s.source, s.period, s.required, t.ratio, t.figure, t.rule, t.whole, bit_or(t.need) as held,
    coalesce(sum(v.value_e4) filter (where t.operand = 1), 0) as s1, coalesce(sum(v.value_e4) filter (where t.operand = 2), 0) as s2,
    coalesce(sum(v.value_e4) filter (where t.operand = 3), 0) as s3, coalesce(sum(v.value_e4) filter (where t.operand = 4), 0) as s4,
    coalesce(sum(v.value_e4) filter (where t.operand = 5), 0) as s5, coalesce(sum(v.value_e4) filter (where t.operand = 6), 0) as s6,
    coalesce(sum(v.value_e4) filter (where t.operand = 7), 0) as s7, coalesce(sum(v.value_e4) filter (where t.operand = 8), 0) as s8
  from source s
  join term t on t.form = s.code and t.period = s.period
  cross join lateral (
    select value_e4 from report_value where report = s.source and cell = t.cell and $6::date is null
    union all
    select value_e4 from report_cell_on(s.source, day_end($6::date))
    where $6::date is not null and cell = t.cell and value_e4 is not null
  ) as v
  group by s.report, s.entry, s.unit, s.form, s.code, s.office, s.source, s.period, s.required, t.ratio, t.figure, t.rule, t.whole
),
need as (
  select form, ratio, figure, period, bit_or(need) as whole from term group by form, ratio, figure, period
),
-- how many reports of other periods a figure of an heir needs, without those that say that there is nothing to report: more than there can
-- be, where it got a part of a unit that was divided
expected as (
  select h.form, h.heir, n.ratio, n.figure, sum(h.reports) as reports
  from (
    select h.form, h.period, h.heir, 1 - coalesce(report_is_nil(r.id, $6::date), false)::int as reports
    from heir h
    left join (select k.id, k.office, k.period, f.code from known k join form f on f.id = k.form) as r
      on r.code = h.form and r.office = h.office and r.period = h.period
    where h.heir is not null and h.required
    union all
    select form, period, unnest(parts), 1000000 from heir
  ) as h
  join need n on n.form = h.form and n.period = h.period and n.whole <> 0
  where h.period <> $2::text
  group by h.form, h.heir, n.ratio, n.figure
),
complete as (
  select p.report as id, p.entry, p.unit, p.office, p.form, p.code, p.ratio, p.figure, p.rule, sum(s1) as s1, sum(s2) as s2, sum(s3) as s3, sum(s4) as s4, sum(s5) as s5,
    sum(s6) as s6, sum(s7) as s7, sum(s8) as s8
  from part p
  join need n on n.form = p.code and n.ratio = p.ratio and n.figure = p.figure and n.period = p.period
  left join expected x on x.form = p.code and x.heir = p.office and x.ratio = p.ratio and x.figure = p.figure
  group by p.report, p.entry, p.unit, p.office, p.form, p.code, p.ratio, p.figure, p.rule, p.whole
  having bit_or(p.held) = p.whole and count(*) filter (where p.required and p.period <> $2::text and p.held = n.whole) = coalesce(max(x.reports), 0)
),
summed as (
  select id, entry, unit, office, form, code, figure as cell, ratio, rule, 1 as times, s1, s2, s3, s4, s5, s6, s7, s8
  from complete
  union all
  -- the rate alone, whose members are parts of a whole
  select c.id, c.entry, c.unit, c.office, c.form, c.code, c.ratio, c.ratio, c.rule, count(*), sum(s1), sum(s2), sum(s3), sum(s4), sum(s5), sum(s6), sum(s7), sum(s8)
  from complete c
  join indicator i on i.code = c.ratio and i.summable
  group by c.id, c.entry, c.unit, c.office, c.form, c.code, c.ratio, c.rule
),
-- an indicator whose members are parts of a whole, where it is asked for
whole as (
  select r.id, r.entry, r.unit, r.office, r.form, r.code, i.code as cell, i.place, 0 as cell_place,
    case i.type when 0 then div(sum(r.value_e4), 10000)::text else round(sum(r.value_e4) / 10000, 2)::text end as value
  from reported r
  join indicator i on i.code = $5::text and i.summable and i.agg_unit = 'sum' and i.type in (0, 1)
  where r.cell <> i.code
  group by r.id, r.entry, r.unit, r.office, r.form, r.code, i.code, i.place, i.type
),
computed as (
  select c.id, c.entry, c.unit, c.office, c.code, c.cell, i.place, 0 as cell_place,
    '=' || concat_ws(' ', c.rule, c.times, s1, s2, s3, s4, s5, s6, s7, s8) as value
  from summed c
  join indicator i on i.code = c.ratio
  where exists (select from form_indicator where form = c.form and indicator = c.ratio)
    and (c.cell = $5::text or starts_with(c.cell, $5::text || '.'))
)
select coalesce(s.shown, u.code), v.code, v.cell, v.value, encode(o.origin, 'hex') || ':' || j.seq, f.code, v.figure
from (
  select id, entry, unit, office, code, cell, place, cell_place, value, 'reported' as figure from reported
  union all
  select id, entry, unit, office, code, cell, place, cell_place, value, 'summed' from whole
  union all
  select id, entry, unit, office, code, cell, place, cell_place, value, 'computed' from computed
) as v
join office f on f.id = v.office
join unit u on u.id = v.unit
left join (
  select split_part(x, ':', 1)::int as unit, split_part(x, ':', 2) as shown from unnest($3::text[]) as x
) as s on s.unit = v.unit
join journal j on j.commit_seq = v.entry
join origin o on o.id = j.origin
order by coalesce(s.shown, u.code), v.code, v.id, v.place, v.cell_place, v.cell
