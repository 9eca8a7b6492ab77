-- report_totals: the province's figures of a form: sums over the offices that reported, rates from the sums of what they are made of
-- roles province analyst
-- duty
-- rates
-- param form form required: the form, such as QCDC-HUYEN
-- param period period required: the period, such as 2020-H1
-- param units units: then, the units as they were (what is not given), or now: where they stand today after mergers
-- param unit unit: only this unit; with units=now all that went into it
-- param as_of as_of: as it was known at the end of this day: what was filed, corrected, taken back or reviewed later does not count
-- column cell TEXT: the cell; an indicator alone is the sum over its members
-- column value FIGURE: the total; null where nobody reported it, or for a rate without denominator
-- column reported INTEGER: how many offices contribute, those that have nothing to report among them
-- column expected INTEGER: how many offices owe the form for that period
-- column reports_filed INTEGER: of the reports that contribute, those that nobody has reviewed as they stand
-- column reports_returned INTEGER: of them, those that the province has returned
-- column reports_accepted INTEGER: of them, those that it has accepted
-- column reports_locked INTEGER: of them, those that it has locked; the four make up reported
-- column kept_apart TEXT: of a figure that compares with another period: units that reported then and ended without one successor, whose figures nobody goes on with; null: none
with
term as (
  select t[1] as form, t[2] as rule, t[3] as ratio, t[4] as figure, t[5]::bigint as need, t[6]::bigint as whole,
    t[7]::int as operand, t[8] as period, t[9] as cell
  from (select string_to_array(x, ':') as t from unnest($7::text[]) as x) as split
),
heir as (
  select split_part(x, ':', 2) as period, split_part(x, ':', 3)::int as office, nullif(split_part(x, ':', 4), '')::int as heir,
    split_part(x, ':', 5)::int as unit, split_part(x, ':', 6) as written
  from unnest($8::text[]) as x
),
report_of as (
  select r.id, r.office, r.form, r.standing, p.period,
    p.period = $2::text and ($4::int[] is null or r.unit = any ($4::int[])) as own
  from (select $2::text as period union select period from term) as p
  join (
    select id, office, unit, form, period, standing from counted_report where $5::date is null
    union all
    select id, office, unit, form, period, standing from report_on(day_end($5::date)) where $5::date is not null
  ) as r on r.period = p.period
  join form f on f.id = r.form and f.code = $1::text
),
-- who owes the form: its version, and the unit
owed as (
  select version as form, unit from duty_held($6::text[], $2::text, $5::date)
),
-- the versions that were filled for the period, and where there is none yet the one that is owed, or the newest
version as (
  select distinct form as id from report_of where own
  union
  select id from (
    select id from form where code = $1::text
    order by id in (select form from owed) desc, version desc limit 1
  ) as newest
  where not exists (select from report_of where own)
),
-- reports that say that there is nothing to report: they have no cell
nil as (
  select
    count(*) as offices, count(*) filter (where standing = 1) as returned,
    count(*) filter (where standing = 2) as accepted, count(*) filter (where standing = 3) as locked
  from report_of o
  where own and case
    when $5::date is null then not exists (select from report_value where report = o.id)
      and not exists (select from report_text where report = o.id)
    else not exists (select from report_cell_on(o.id, day_end($5::date)))
  end
),
reported as (
  select r.office, r.standing, r.period, r.own, v.cell, v.value_e4
  from report_of r
  join report_value v on v.report = r.id
  where $5::date is null
  union all
  select r.office, r.standing, r.period, r.own, v.cell, v.value_e4
  from report_of r
  cross join lateral report_cell_on(r.id, day_end($5::date)) as v
  where $5::date is not null and v.value_e4 is not null
),
cell as (
  select cell, indicator, member, min(place) as place
  from form_cell
  where form in (select id from version)
  group by cell, indicator, member
  union all
  -- cells whose members are the offices' own codes: those that were reported
  select distinct r.cell, split_part(r.cell, '.', 1), '', 1000000
  from reported r
  where r.own and not exists (
    select from form_cell c where c.cell = r.cell and c.form in (select id from version))
),
-- counts and amounts, cell by cell: both lists are gathered rather than joined, for nobody can guess how long the second one is
told as (
  select cell, max(indicator) as indicator, max(place) as place, sum(value_e4) as sum, count(office) as offices,
    count(*) filter (where standing = 1) as returned, count(*) filter (where standing = 2) as accepted,
    count(*) filter (where standing = 3) as locked
  from (
    select cell, indicator, place, null::bigint as value_e4, null::smallint as office, null::smallint as standing from cell
    union all
    select cell, null, null, value_e4, office, standing from reported where own
  ) as both_lists
  group by cell
),
leaf as (
  select i.place, 1 as part, t.place as cell_place, t.cell, i.type, t.sum, t.offices, t.returned, t.accepted, t.locked
  from told t
  join indicator i on i.code = t.indicator and i.type in (0, 1)
  -- an index is nobody's sum and is shown where there is just one
  where i.agg_unit = 'sum' or (i.type = 1 and t.offices = 1)
),
-- indicators alone, whose members are parts of a whole
whole as (
  select i.place, 0 as part, 0 as cell_place, i.code as cell, i.type, sum(r.value_e4) as sum,
    count(distinct r.office) as offices, count(distinct r.office) filter (where r.standing = 1) as returned,
    count(distinct r.office) filter (where r.standing = 2) as accepted,
    count(distinct r.office) filter (where r.standing = 3) as locked
  from indicator i
  left join reported r on split_part(r.cell, '.', 1) = i.code and r.own
  where i.summable and i.agg_unit = 'sum' and i.type in (0, 1)
    and i.code in (select indicator from form_indicator where form in (select id from version))
  group by i.place, i.code, i.type
),
-- computed figures whose cells the form has, all of them
rate as (
  select t.ratio, t.figure, t.rule, min(c.place) as cell_place
  from term t
  left join cell c on c.cell = t.cell
  group by t.ratio, t.figure, t.rule
  having count(c.cell) = count(*)
),
-- what one office reported for one period of what a figure needs, for itself or for the one that goes on with it
part as (
  select t.ratio, t.figure, t.whole, coalesce(h.heir, r.office) as office, r.period, r.own, h.office is not null as named,
    bit_or(t.need) as held, min(r.standing) as standing,
    coalesce(sum(r.value_e4) filter (where t.operand = 1), 0) as s1, coalesce(sum(r.value_e4) filter (where t.operand = 2), 0) as s2,
    coalesce(sum(r.value_e4) filter (where t.operand = 3), 0) as s3, coalesce(sum(r.value_e4) filter (where t.operand = 4), 0) as s4,
    coalesce(sum(r.value_e4) filter (where t.operand = 5), 0) as s5, coalesce(sum(r.value_e4) filter (where t.operand = 6), 0) as s6,
    coalesce(sum(r.value_e4) filter (where t.operand = 7), 0) as s7, coalesce(sum(r.value_e4) filter (where t.operand = 8), 0) as s8
  from term t
  join reported r on r.cell = t.cell and r.period = t.period
  left join heir h on h.period = r.period and h.office = r.office
  where h.office is null or h.heir is not null
  group by t.ratio, t.figure, t.whole, coalesce(h.heir, r.office), r.office, r.period, r.own, h.office is not null
),
need as (
  select ratio, figure, period, bit_or(need) as whole from term group by ratio, figure, period
),
-- how many reports of other periods a figure of an heir needs
expected as (
  select h.heir, n.ratio, n.figure, count(*) as reports
  from heir h
  join need n on n.period = h.period and n.whole <> 0
  where h.heir is not null and h.period <> $2::text
  group by h.heir, n.ratio, n.figure
),
-- an office counts for a figure when it reported what the rule needs, and all of those did whom it goes on with
complete as (
  select p.ratio, p.figure, p.office, min(p.standing) filter (where p.own) as standing, sum(s1) as s1, sum(s2) as s2, sum(s3) as s3,
    sum(s4) as s4, sum(s5) as s5, sum(s6) as s6, sum(s7) as s7, sum(s8) as s8
  from part p
  join need n on n.ratio = p.ratio and n.figure = p.figure and n.period = p.period
  left join expected x on x.heir = p.office and x.ratio = p.ratio and x.figure = p.figure
  group by p.ratio, p.figure, p.whole, p.office
  having bit_or(p.held) = p.whole and bool_or(p.own and not p.named)
    and count(*) filter (where p.named and p.period <> $2::text and p.held = n.whole) = coalesce(max(x.reports), 0)
),
-- units whose figures of another period nobody goes on with
alone as materialized (
  select n.ratio, n.figure, coalesce(s.shown, h.written) as unit
  from heir h
  join need n on n.period = h.period
  left join (
    select split_part(x, ':', 1)::int as unit, split_part(x, ':', 2) as shown from unnest($3::text[]) as x
  ) as s on s.unit = h.unit
  where h.written <> '' and $4::int[] is null
    and exists (select from report_of r where r.office = h.office and r.period = h.period)
    and not exists (select from report_of r where r.office = h.office and r.own)
),
kept as (
  select cell, string_agg(unit, ' ' order by unit) as units
  from (select figure as cell, unit from alone union select ratio, unit from alone) as cells
  group by cell
),
summed as (
  select i.place, 1 as part, f.cell_place, f.figure as cell, f.rule, count(c.office) as times, count(c.office) as offices,
    count(*) filter (where c.standing = 1) as returned, count(*) filter (where c.standing = 2) as accepted,
    count(*) filter (where c.standing = 3) as locked,
    sum(s1) as s1, sum(s2) as s2, sum(s3) as s3, sum(s4) as s4, sum(s5) as s5, sum(s6) as s6, sum(s7) as s7, sum(s8) as s8
  from rate f
  join indicator i on i.code = f.ratio
  left join complete c on c.figure = f.figure
  group by i.place, f.cell_place, f.figure, f.rule
  union all
  -- the rate alone, whose members are parts of a whole
  select i.place, 0, 0, i.code, f.rule, count(c.office), count(distinct c.office),
    count(distinct c.office) filter (where c.standing = 1), count(distinct c.office) filter (where c.standing = 2),
    count(distinct c.office) filter (where c.standing = 3),
    sum(s1), sum(s2), sum(s3), sum(s4), sum(s5), sum(s6), sum(s7), sum(s8)
  from (select distinct ratio, rule from rate) as f
  join indicator i on i.code = f.ratio and i.summable
  left join complete c on c.ratio = f.ratio
  group by i.place, i.code, f.rule
),
figure as (
  select place, part, cell_place, cell, offices, returned, accepted, locked,
    case type when 0 then div(sum, 10000)::text else round(sum / 10000, 2)::text end as value
  from (select * from leaf union all select * from whole) as s
  union all
  -- the rule is applied to the sums where the answer is read
  select place, part, cell_place, cell, offices, returned, accepted, locked,
    case when times > 0 then
      '=' || concat_ws(' ', rule, times, s1, s2, s3, s4, s5, s6, s7, s8)
    end
  from summed
)
select
  f.cell,
  f.value,
  f.offices + n.offices,
  (select count(*) from owed where $4::int[] is null or unit = any ($4::int[])),
  f.offices - f.returned - f.accepted - f.locked + n.offices - n.returned - n.accepted - n.locked,
  f.returned + n.returned,
  f.accepted + n.accepted,
  f.locked + n.locked,
  k.units
from figure f
cross join nil n
left join kept k on k.cell = f.cell
order by f.place, f.part, f.cell_place, f.cell
