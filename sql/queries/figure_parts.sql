-- figure_parts: the reported values that make up one figure, and the entries that they come from
-- roles province analyst reporter
-- scope unit office
-- rates
-- param form form required: the form, by its code
-- param period period required: the period, such as 2020-H1
-- param cell cell required: the cell: an indicator, or an indicator with members (X01.A)
-- param units units: then, the units as they were (what is not given), or now: where they stand today after mergers
-- param unit unit: only this unit; with units=now all that went into it
-- param as_of as_of: as it was known at the end of this day: what was filed, corrected, taken back, reviewed or published later does not count
-- column office TEXT: code of the office; where a figure compares, of those too whom another one goes on with
-- column unit TEXT: code of the unit; with units=now and its last day where it ended without one successor
-- column period TEXT: the period; of what is compared, also the other one
-- column cell TEXT: the cell that was reported
-- column value FIGURE: its value; for analysts in steps of 5, and null below 5, where it tells of few people
-- column entry ADDRESS: the entry that the value comes from
-- column written_at TIMESTAMP: when the office wrote it
-- column committed_at TIMESTAMP: when the province first received it
-- column how TEXT: filed, or corrected
with
term as (
  select t[1] as form, t[2] as rule, t[3] as ratio, t[4] as figure, t[5]::bigint as need, t[6]::bigint as whole,
    t[7]::int as operand, t[8] as period, t[9] as cell
  from (select string_to_array(x, ':') as t from unnest($8::text[]) as x) as split
),
heir as (
  select period, office, heir, parts, required from heir_list($9::text[])
),
-- of other periods what counts for somebody whose report of this one is asked about
known as (
  select r.id, r.office, r.unit, r.period, r.entry,
    r.period = $2::text and ($5::int[] is null or r.unit = any ($5::int[])) and ($7::int is null or r.office = $7::int) as own,
    h.office is not null as named, h.required,
    case when h.office is null then r.office else h.heir end as heir
  from (select $2::text as period union select period from term) as p
  join (
    select id, office, unit, form, period, entry from counted_report where $6::date is null
    union all
    select id, office, unit, form, period, entry from report_on(day_end($6::date)) where $6::date is not null
  ) as r on r.period = p.period
  join form f on f.id = r.form and f.code = $1::text
  left join heir h on h.period = r.period and h.office = r.office
),
reported as (
  select k.*, v.cell, v.value_e4
  from known k
  cross join lateral (
    select cell, value_e4 from report_value where report = k.id and $6::date is null
    union all
    select cell, value_e4 from report_cell_on(k.id, day_end($6::date)) where $6::date is not null and value_e4 is not null
  ) as v
),
-- a figure that is a sum: the cell itself, or the members of the indicator
leaf as (
  select r.*
  from reported r
  where r.own
    and (r.cell = $3::text or (strpos($3::text, '.') = 0 and split_part(r.cell, '.', 1) = $3::text))
),
-- a computed figure: what those offices reported that count for it
held as (
  select t.figure, t.need, t.whole, r.*
  from term t
  join reported r on r.cell = t.cell and r.period = t.period
  where $3::text in (t.figure, t.ratio)
),
need as (
  select figure, period, bit_or(need) as whole from term group by figure, period
),
gathered as (
  select h.figure, h.heir, h.whole, h.office, h.period, h.own, h.named, h.required, bit_or(h.need) as held
  from held h
  where h.heir is not null
  group by h.figure, h.heir, h.whole, h.office, h.period, h.own, h.named, h.required
),
-- how many reports of other periods a figure of an heir needs, without those that say that there is nothing to report: more than there can
-- be, where it got a part of a unit that was divided
expected as (
  select h.heir, n.figure, sum(h.reports) as reports
  from (
    select h.period, h.heir, 1 - coalesce(report_is_nil(r.id, $6::date), false)::int as reports
    from heir h
    left join known r on r.office = h.office and r.period = h.period
    where h.heir is not null and h.required
    union all
    select period, unnest(parts), 1000000 from heir
  ) as h
  join need n on n.period = h.period and n.whole <> 0
  where h.period <> $2::text
  group by h.heir, n.figure
),
complete as (
  select g.figure, g.heir
  from gathered g
  join need n on n.figure = g.figure and n.period = g.period
  left join expected x on x.heir = g.heir and x.figure = g.figure
  group by g.figure, g.heir, g.whole
  having bit_or(g.held) = g.whole and bool_or(g.own and not g.named)
    and count(*) filter (where g.required and g.period <> $2::text and g.held = n.whole) = coalesce(max(x.reports), 0)
),
part as (
  select id, office, unit, period, entry, cell, value_e4 from leaf
  union
  select h.id, h.office, h.unit, h.period, h.entry, h.cell, h.value_e4
  from held h
  join complete c on c.heir = h.heir and c.figure = h.figure
)
select
  o.code,
  coalesce(s.shown, u.code),
  p.period,
  p.cell,
  case i.type when 0 then (p.value_e4 / 10000)::text else round(p.value_e4 / 10000.0, 2)::text end,
  encode(g.origin, 'hex') || ':' || j.seq,
  j.written_at,
  j.first_committed_at,
  case when p.entry = p.id then 'filed' else 'corrected' end
from part p
join office o on o.id = p.office
join unit u on u.id = p.unit
left join (
  select split_part(x, ':', 1)::int as unit, split_part(x, ':', 2) as shown from unnest($4::text[]) as x
) as s on s.unit = p.unit
join indicator i on i.code = split_part(p.cell, '.', 1)
join journal j on j.commit_seq = p.entry
join origin g on g.id = j.origin
order by o.id, p.period <> $2::text, p.period, i.place, p.cell
