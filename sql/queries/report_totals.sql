-- report_totals: the province's figures of a form: sums over the offices that reported, rates from the sums of what they are made of
-- roles province analyst
-- duty
-- rates
-- param form form required: the form, by its code
-- param period period required: the period, such as 2020-H1
-- param units units: then, the units as they were (what is not given), or now: where they stand today after mergers
-- param unit unit: only this unit; with units=now all that went into it
-- param as_of as_of: as it was known at the end of this day: what was filed, corrected, taken back, reviewed or published later does not count
-- column cell TEXT: the cell; an indicator alone is the sum over its members
-- column value FIGURE: the total; null where nobody reported it, or for a rate without denominator; for analysts in steps of 5, and null below 5, where it tells of few people
-- column reported INTEGER: of the offices that owe it, how many contribute, those that have nothing to report among them
-- column expected INTEGER: how many offices owe the form for that period
-- column not_expected INTEGER: how many more contribute that owe none: exempt offices that filed all the same; not in reported
-- column reports_filed INTEGER: of the reports that contribute, those that nobody has reviewed as they stand
-- column reports_returned INTEGER: of them, those that the province has returned
-- column reports_accepted INTEGER: of them, those that it has accepted
-- column reports_locked INTEGER: of them, those that it has locked; the four make up reported and not_expected
-- column kept_apart TEXT: of a figure that compares with another period: units that reported then and ended without one successor, whose figures nobody goes on with; null: none
with
term as (
  select t[1] as form, t[2] as rule, t[3] as ratio, t[4] as figure, t[5]::bigint as need, t[6]::bigint as whole,
    t[7]::int as operand, t[8] as period, t[9] as cell
  from (select string_to_array(x, ':') as t from unnest($7::text[]) as x) as split
),
heir as (
  select period, office, heir, unit, written, parts, required from heir_list($8::text[])
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
  select version as form, office, unit from duty_held($6::text[], $2::text, $5::date)
),
-- reports of offices that owe none
beside as materialized (
  select id, office, standing from report_of
  where own and office not in (select office from owed where $4::int[] is null or unit = any ($4::int[]))
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
    count(*) as offices, count(*) filter (where id in (select id from beside)) as beside, count(*) filter (where standing = 1) as returned,
    count(*) filter (where standing = 2) as accepted, count(*) filter (where standing = 3) as locked
  from report_of o
  where own and case
    when $5::date is null then not exists (select from report_value where report = o.id)
      and not exists (select from report_text where report = o.id and cell not like 'note:%')
    else not exists (select from report_cell_on(o.id, day_end($5::date)) as v where v.cell not like 'note:%')
  end
),
-- those that have cells
told as (
  select
    count(*) - n.offices as offices, (select count(*) from beside) - n.beside as beside, count(*) filter (where r.standing = 1) - n.returned as returned,
    count(*) filter (where r.standing = 2) - n.accepted as accepted, count(*) filter (where r.standing = 3) - n.locked as locked
  from nil n
  left join report_of r on r.own
  group by n.offices, n.beside, n.returned, n.accepted, n.locked
),
-- what the reports held on an earlier day. What they hold now is too much to be put aside, and is read where it is wanted
past as materialized (
  select r.id, v.cell, v.value_e4
  from report_of r
  cross join lateral report_cell_on(r.id, day_end($5::date)) as v
  where $5::date is not null and v.value_e4 is not null
),
-- what those that owe none contribute to: by cell, and by indicator, where an office counts once
beside_cell as materialized (
  select v.cell, split_part(v.cell, '.', 1) as indicator, b.id
  from beside b
  join report_value v on v.report = b.id
  where $5::date is null
  union all
  select v.cell, split_part(v.cell, '.', 1), b.id
  from beside b
  join past v on v.id = b.id
),
beside_leaf as (
  select cell, count(*) as beside from beside_cell group by cell
),
beside_whole as (
  select indicator, count(distinct id) as beside from beside_cell group by indicator
),
-- cell by cell, some hundred rows: those of the whole province are kept as reports come in, for a choice of units they are added up
reported as materialized (
  select v.cell, split_part(v.cell, '.', 1) as indicator, sum(v.value_e4) as sum, sum(v.offices)::bigint as offices,
    coalesce(sum(v.offices) filter (where v.standing = 1), 0)::bigint as returned,
    coalesce(sum(v.offices) filter (where v.standing = 2), 0)::bigint as accepted,
    coalesce(sum(v.offices) filter (where v.standing = 3), 0)::bigint as locked
  from (
    select u.cell, u.standing, u.sum_e4 as value_e4, u.offices
    from report_rollup u
    join form f on f.id = u.form and f.code = $1::text
    where u.period = $2::text and $4::int[] is null and $5::date is null
    union all
    -- without those that stand beside the one that counts
    select v.cell, r.standing, - v.value_e4, -1
    from report r
    join form f on f.id = r.form and f.code = $1::text
    join report_value v on v.report = r.id
    where r.period = $2::text and not r.voided and $4::int[] is null and $5::date is null
      and r.id not in (select id from report_of where own)
    union all
    select v.cell, r.standing, sum(v.value_e4), count(*)
    from report_of r
    join report_value v on v.report = r.id
    where r.own and $4::int[] is not null and $5::date is null
    group by v.cell, r.standing
    union all
    select v.cell, r.standing, sum(v.value_e4), count(*)
    from report_of r
    join past v on v.id = r.id
    where r.own
    group by v.cell, r.standing
  ) as v
  group by v.cell
  having sum(v.offices) > 0
),
cell as (
  select cell, indicator, member, min(place) as place
  from form_cell
  where form in (select id from version)
  group by cell, indicator, member
  union all
  -- cells whose members are the offices' own codes: those that were reported
  select r.cell, r.indicator, '', 1000000
  from reported r
  where not exists (select from form_cell c where c.cell = r.cell and c.form in (select id from version))
),
-- counts and amounts, cell by cell: both lists are gathered rather than joined, for nobody can guess how long they are
gathered as (
  select cell, max(indicator) as indicator, max(place) as place, sum(sum) as sum, coalesce(max(offices), 0) as offices,
    coalesce(max(returned), 0) as returned, coalesce(max(accepted), 0) as accepted, coalesce(max(locked), 0) as locked
  from (
    select cell, indicator, place, null::numeric as sum, null::bigint as offices, null::bigint as returned, null::bigint as accepted,
      null::bigint as locked
    from cell
    union all
    select cell, null, null, sum, offices, returned, accepted, locked from reported
  ) as both_lists
  group by cell
),
leaf as (
  select i.place, 1 as part, g.place as cell_place, g.cell, i.type, g.sum, g.offices, coalesce(b.beside, 0) as beside, g.returned, g.accepted,
    g.locked
  from gathered g
  left join beside_leaf b on b.cell = g.cell
  join indicator i on i.code = g.indicator and i.type in (0, 1)
  -- an index is nobody's sum and is shown where there is just one
  where i.agg_unit = 'sum' or (i.type = 1 and g.offices = 1)
),
-- indicators alone, whose members are parts of a whole: the sum is that of the members, and an office counts once
member as (
  select indicator, sum(sum) as sum, array_agg(cell) as cells, max(offices) as most,
    count(*) = 1 or max(offices) = (select offices from told) as clear
  from reported
  group by indicator
),
whole as (
  select i.place, 0 as part, 0 as cell_place, i.code as cell, i.type, m.sum, coalesce(o.offices, 0) as offices,
    coalesce(b.beside, 0) as beside, coalesce(o.returned, 0) as returned, coalesce(o.accepted, 0) as accepted, coalesce(o.locked, 0) as locked
  from indicator i
  left join member m on m.indicator = i.code
  left join beside_whole b on b.indicator = i.code
  left join lateral (
    -- a member that all have reported, or the only one, says who has
    (select r.offices, r.returned, r.accepted, r.locked from reported r where r.indicator = i.code and r.offices = m.most and m.clear limit 1)
    union all
    select count(*), count(*) filter (where r.standing = 1), count(*) filter (where r.standing = 2), count(*) filter (where r.standing = 3)
    from report_of r
    where not m.clear and $5::date is null and r.own
      and exists (select from report_value v where v.report = r.id and v.cell = any (m.cells))
    having not m.clear and $5::date is null
    union all
    select count(*), count(*) filter (where r.standing = 1), count(*) filter (where r.standing = 2), count(*) filter (where r.standing = 3)
    from report_of r
    where not m.clear and r.own and r.id in (select v.id from past v where v.cell = any (m.cells))
    having not m.clear and $5::date is not null
  ) as o on true
  where i.summable and i.agg_unit = 'sum' and i.type in (0, 1)
    and i.code in (select indicator from form_indicator where form in (select id from version))
),
-- computed figures whose cells the form has, all of them
rate as (
  select t.ratio, t.figure, t.rule, min(c.place) as cell_place
  from term t
  left join cell c on c.cell = t.cell
  group by t.ratio, t.figure, t.rule
  having count(c.cell) = count(*)
),
need as (
  select ratio, figure, period, bit_or(need) as whole from term group by ratio, figure, period
),
-- a figure of this period alone, of cells that all have reported or none: nobody need be asked one by one
known as (
  select t.ratio, t.figure, bool_and(t.period = $2::text) and not exists (select from heir) as alone,
    coalesce(bit_or(t.need) filter (where r.cell is not null), 0) = t.whole as held,
    coalesce(bool_and(r.offices = (select offices from told)) filter (where r.cell is not null), true) as by_all,
    coalesce(sum(r.sum) filter (where t.operand = 1), 0) as s1, coalesce(sum(r.sum) filter (where t.operand = 2), 0) as s2,
    coalesce(sum(r.sum) filter (where t.operand = 3), 0) as s3, coalesce(sum(r.sum) filter (where t.operand = 4), 0) as s4,
    coalesce(sum(r.sum) filter (where t.operand = 5), 0) as s5, coalesce(sum(r.sum) filter (where t.operand = 6), 0) as s6,
    coalesce(sum(r.sum) filter (where t.operand = 7), 0) as s7, coalesce(sum(r.sum) filter (where t.operand = 8), 0) as s8
  from term t
  left join reported r on r.cell = t.cell
  group by t.ratio, t.figure, t.whole
),
clear as (
  select ratio from known group by ratio having bool_and(alone and (by_all or not held))
),
asked as (
  select * from term where ratio not in (select ratio from clear)
),
-- what one office reported for one period of what a figure needs, for itself or for the one that goes on with it
part as (
  select m.ratio, m.figure, m.whole, coalesce(h.heir, r.office) as office, r.period, r.own, h.office is not null as named,
    h.required, m.held, r.standing, s1, s2, s3, s4, s5, s6, s7, s8
  from report_of r
  left join heir h on h.period = r.period and h.office = r.office
  -- report by report, so that nothing has to be sorted
  cross join lateral (
    select t.ratio, t.figure, t.whole, bit_or(t.need) as held,
      coalesce(sum(v.value_e4) filter (where t.operand = 1), 0) as s1, coalesce(sum(v.value_e4) filter (where t.operand = 2), 0) as s2,
      coalesce(sum(v.value_e4) filter (where t.operand = 3), 0) as s3, coalesce(sum(v.value_e4) filter (where t.operand = 4), 0) as s4,
      coalesce(sum(v.value_e4) filter (where t.operand = 5), 0) as s5, coalesce(sum(v.value_e4) filter (where t.operand = 6), 0) as s6,
      coalesce(sum(v.value_e4) filter (where t.operand = 7), 0) as s7, coalesce(sum(v.value_e4) filter (where t.operand = 8), 0) as s8
    from asked t
    join report_value v on v.report = r.id and v.cell = t.cell
    where t.period = r.period
    group by t.ratio, t.figure, t.whole
  ) as m
  where $5::date is null and (h.office is null or h.heir is not null)
  union all
  select t.ratio, t.figure, t.whole, coalesce(h.heir, r.office), r.period, r.own, h.office is not null, h.required, bit_or(t.need), r.standing,
    coalesce(sum(v.value_e4) filter (where t.operand = 1), 0), coalesce(sum(v.value_e4) filter (where t.operand = 2), 0),
    coalesce(sum(v.value_e4) filter (where t.operand = 3), 0), coalesce(sum(v.value_e4) filter (where t.operand = 4), 0),
    coalesce(sum(v.value_e4) filter (where t.operand = 5), 0), coalesce(sum(v.value_e4) filter (where t.operand = 6), 0),
    coalesce(sum(v.value_e4) filter (where t.operand = 7), 0), coalesce(sum(v.value_e4) filter (where t.operand = 8), 0)
  from past v
  join report_of r on r.id = v.id
  join asked t on t.cell = v.cell and t.period = r.period
  left join heir h on h.period = r.period and h.office = r.office
  where h.office is null or h.heir is not null
  group by t.ratio, t.figure, t.whole, r.id, r.office, r.period, r.own, r.standing, h.office, h.heir, h.required
),
-- how many reports of other periods a figure of an heir needs, without those that say that there is nothing to report: more than there can
-- be, where it got a part of a unit that was divided
expected as (
  select h.heir, n.ratio, n.figure, sum(h.reports) as reports
  from (
    select h.period, h.heir, 1 - coalesce(report_is_nil(r.id, $5::date), false)::int as reports
    from heir h
    left join report_of r on r.office = h.office and r.period = h.period
    where h.heir is not null and h.required
    union all
    select period, unnest(parts), 1000000 from heir
  ) as h
  join need n on n.period = h.period and n.whole <> 0
  where h.period <> $2::text
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
    and count(*) filter (where p.required and p.period <> $2::text and p.held = n.whole) = coalesce(max(x.reports), 0)
),
-- units whose figures of another period nobody goes on with
alone as (
  select n.ratio, n.figure, coalesce(s.shown, h.written) as unit
  from heir h
  join need n on n.period = h.period
  left join (
    select split_part(x, ':', 1)::int as unit, split_part(x, ':', 2) as shown from unnest($3::text[]) as x
  ) as s on s.unit = h.unit
  where h.written <> '' and $4::int[] is null
    and exists (select from report_of r where r.office = h.office and r.period = h.period)
    and (h.heir is null or not exists (select from report_of r where r.office = h.office and r.own))
),
kept as (
  select cell, string_agg(unit, ' ' order by unit) as units
  from (select figure as cell, unit from alone union select ratio, unit from alone) as cells
  group by cell
),
-- figure by figure, and of all members together, where an office counts once (figure null)
counted as (
  select ratio, figure, count(*) as times, count(*) as offices, count(*) filter (where office in (select office from beside)) as beside,
    count(*) filter (where standing = 1) as returned, count(*) filter (where standing = 2) as accepted,
    count(*) filter (where standing = 3) as locked,
    sum(s1) as s1, sum(s2) as s2, sum(s3) as s3, sum(s4) as s4, sum(s5) as s5, sum(s6) as s6, sum(s7) as s7, sum(s8) as s8
  from complete
  group by ratio, figure
  union all
  select ratio, null, sum(times), count(*), count(*) filter (where office in (select office from beside)),
    count(*) filter (where standing = 1), count(*) filter (where standing = 2), count(*) filter (where standing = 3), sum(s1), sum(s2), sum(s3), sum(s4), sum(s5), sum(s6), sum(s7), sum(s8)
  from (
    select ratio, office, count(*) as times, min(standing) as standing, sum(s1) as s1, sum(s2) as s2, sum(s3) as s3, sum(s4) as s4,
      sum(s5) as s5, sum(s6) as s6, sum(s7) as s7, sum(s8) as s8
    from complete
    group by ratio, office
  ) as c
  group by ratio
  union all
  select k.ratio, k.figure, count(*) * min(o.offices), min(o.offices), min(o.beside), min(o.returned), min(o.accepted), min(o.locked),
    sum(s1), sum(s2), sum(s3), sum(s4), sum(s5), sum(s6), sum(s7), sum(s8)
  from known k
  join clear using (ratio)
  cross join told o
  where k.held
  group by grouping sets ((k.ratio, k.figure), (k.ratio))
),
summed as (
  select i.place, 1 as part, f.cell_place, f.figure as cell, f.rule, c.times, c.offices, c.beside, c.returned, c.accepted, c.locked,
    s1, s2, s3, s4, s5, s6, s7, s8
  from rate f
  join indicator i on i.code = f.ratio
  left join counted c on c.ratio = f.ratio and c.figure = f.figure
  union all
  -- the rate alone, whose members are parts of a whole
  select i.place, 0, 0, i.code, f.rule, c.times, c.offices, c.beside, c.returned, c.accepted, c.locked,
    s1, s2, s3, s4, s5, s6, s7, s8
  from (select distinct ratio, rule from rate) as f
  join indicator i on i.code = f.ratio and i.summable
  left join counted c on c.ratio = f.ratio and c.figure is null
),
figure as (
  select place, part, cell_place, cell, offices, beside, returned, accepted, locked,
    case type when 0 then div(sum, 10000)::text else round(sum / 10000, 2)::text end as value
  from (select * from leaf union all select * from whole) as s
  union all
  -- the rule is applied to the sums where the answer is read
  select place, part, cell_place, cell, coalesce(offices, 0), coalesce(beside, 0), coalesce(returned, 0), coalesce(accepted, 0), coalesce(locked, 0),
    case when times > 0 then
      '=' || concat_ws(' ', rule, times, s1, s2, s3, s4, s5, s6, s7, s8)
    end
  from summed
)
select
  f.cell,
  f.value,
  f.offices - f.beside + n.offices - n.beside,
  (select count(*) from owed where $4::int[] is null or unit = any ($4::int[])),
  f.beside + n.beside,
  f.offices - f.returned - f.accepted - f.locked + n.offices - n.returned - n.accepted - n.locked,
  f.returned + n.returned,
  f.accepted + n.accepted,
  f.locked + n.locked,
  k.units
from figure f
cross join nil n
left join kept k on k.cell = f.cell
order by f.place, f.part, f.cell_place, f.cell
