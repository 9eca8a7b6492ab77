-- report_totals: the province's figures of a form: sums over the offices that reported, rates from summed terms
-- roles province analyst
-- duty
-- param form form required: the form, such as QCDC-HUYEN
-- param period period required: the period, such as 2020-H1
-- param as_of as_of: as it was known at the end of this day: what was filed, corrected, taken back or reviewed later does not count
-- column cell TEXT: the cell; an indicator alone is the sum over its members
-- column value DECIMAL: the total; null where nobody reported it, or for a rate without denominator
-- column reported INTEGER: how many offices contribute, those that have nothing to report among them
-- column expected INTEGER: how many offices owe the form for that period
-- column reports_filed INTEGER: of the reports that contribute, those that nobody has reviewed as they stand
-- column reports_returned INTEGER: of them, those that the province has returned
-- column reports_accepted INTEGER: of them, those that it has accepted
-- column reports_locked INTEGER: of them, those that it has locked; the four make up reported
with
report_of as (
  select r.id, r.office, r.form, r.standing, p.year_ago
  from (
    values ($2::text, false), ((left($2::text, 4)::int - 1)::text || substr($2::text, 5), true)
  ) as p (period, year_ago)
  join (
    select id, office, form, period, standing from counted_report where $3::date is null
    union all
    select id, office, form, period, standing from report_on(day_end($3::date)) where $3::date is not null
  ) as r on r.period = p.period
  join form f on f.id = r.form and f.code = $1::text
),
-- the versions that were filled for the period, and where there is none yet the one that is owed, or the newest
version as (
  select distinct form as id from report_of where not year_ago
  union
  select id from (
    select id from form where code = $1::text
    order by id = any (select split_part(d, ':', 3)::int from unnest($4::text[]) as d) desc, version desc limit 1
  ) as owed
  where not exists (select from report_of where not year_ago)
),
-- reports that say that there is nothing to report: they have no cell
nil as (
  select
    count(*) as offices, count(*) filter (where standing = 1) as returned,
    count(*) filter (where standing = 2) as accepted, count(*) filter (where standing = 3) as locked
  from report_of o
  where not year_ago and case
    when $3::date is null then not exists (select from report_value where report = o.id)
      and not exists (select from report_text where report = o.id)
    else not exists (select from report_cell_on(o.id, day_end($3::date)))
  end
),
reported as (
  select r.office, r.standing, r.year_ago, v.cell, v.value_e4
  from report_of r
  join report_value v on v.report = r.id
  where $3::date is null
  union all
  select r.office, r.standing, r.year_ago, v.cell, v.value_e4
  from report_of r
  cross join lateral report_cell_on(r.id, day_end($3::date)) as v
  where $3::date is not null and v.value_e4 is not null
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
  where not r.year_ago and not exists (
    select from form_cell c where c.cell = r.cell and c.form in (select id from version))
),
-- counts and amounts, cell by cell
leaf as (
  select i.place, 1 as part, c.place as cell_place, c.cell, i.type, sum(r.value_e4) as sum, count(r.office) as offices,
    count(*) filter (where r.standing = 1) as returned, count(*) filter (where r.standing = 2) as accepted,
    count(*) filter (where r.standing = 3) as locked
  from cell c
  join indicator i on i.code = c.indicator and i.type in (0, 1)
  left join reported r on r.cell = c.cell and not r.year_ago
  group by i.place, c.place, c.cell, i.type, i.agg_unit
  -- an index is nobody's sum and is shown where there is just one
  having i.agg_unit = 'sum' or (i.type = 1 and count(r.office) = 1)
),
-- indicators alone, whose members are parts of a whole
whole as (
  select i.place, 0 as part, 0 as cell_place, i.code as cell, i.type, sum(r.value_e4) as sum,
    count(distinct r.office) as offices, count(distinct r.office) filter (where r.standing = 1) as returned,
    count(distinct r.office) filter (where r.standing = 2) as accepted,
    count(distinct r.office) filter (where r.standing = 3) as locked
  from indicator i
  left join reported r on split_part(r.cell, '.', 1) = i.code and not r.year_ago
  where i.summable and i.agg_unit = 'sum' and i.type in (0, 1)
    and i.code in (select indicator from form_indicator where form in (select id from version))
  group by i.place, i.code, i.type
),
-- rates: their members are those for which the form has the cells of all terms
term as (
  select t.*, count(*) over (partition by t.ratio) as terms
  from derived_term t
  where t.ratio in (select indicator from form_indicator where form in (select id from version))
),
term_cell as (
  select t.ratio, t.place, t.terms, t.numerator, t.sign, t.year_ago, t.capped, c.cell, c.place as cell_place,
    case
      when t.member = '' then c.member
      when c.member = t.member then ''
      else left(c.member, -length('.' || t.member))
    end as member
  from term t
  join cell c on c.indicator = t.indicator
    and (t.member = '' or c.member = t.member or right(c.member, length(t.member) + 1) = '.' || t.member)
),
ratio_member as (
  select ratio, member, min(cell_place) as cell_place
  from term_cell
  group by ratio, member, terms
  having count(distinct place) = terms
),
-- an office counts for a member when it reported every term
complete as (
  select t.ratio, t.member, r.office, bool_or(t.capped) as capped,
    min(r.standing) filter (where not r.year_ago) as standing,
    coalesce(sum(r.value_e4 * t.sign) filter (where t.numerator), 0) as numerator,
    coalesce(sum(r.value_e4 * t.sign) filter (where not t.numerator), 0) as denominator
  from term_cell t
  join reported r on r.cell = t.cell and r.year_ago = t.year_ago
  group by t.ratio, t.member, t.terms, r.office
  having count(*) = t.terms
),
ratio as (
  select i.place, 1 as part, m.cell_place, i.code || case m.member when '' then '' else '.' || m.member end as cell,
    bool_or(c.capped) as capped, sum(c.numerator) as numerator, sum(c.denominator) as denominator,
    count(c.office) as offices, count(*) filter (where c.standing = 1) as returned,
    count(*) filter (where c.standing = 2) as accepted, count(*) filter (where c.standing = 3) as locked
  from ratio_member m
  join indicator i on i.code = m.ratio
  left join complete c on c.ratio = m.ratio and c.member = m.member
  group by i.place, m.cell_place, i.code, m.member
  union all
  select i.place, 0, 0, i.code, bool_or(c.capped), sum(c.numerator), sum(c.denominator), count(distinct c.office),
    count(distinct c.office) filter (where c.standing = 1), count(distinct c.office) filter (where c.standing = 2),
    count(distinct c.office) filter (where c.standing = 3)
  from indicator i
  left join complete c on c.ratio = i.code
  where i.summable and i.code in (select ratio from ratio_member)
  group by i.place, i.code
),
capped as (
  select place, part, cell_place, cell, offices, returned, accepted, locked, denominator,
    case when capped then least(numerator, denominator) else numerator end as numerator
  from ratio
),
figure as (
  select place, part, cell_place, cell, offices, returned, accepted, locked,
    case type when 0 then div(sum, 10000)::text else round(sum / 10000, 2)::text end as value
  from (select * from leaf union all select * from whole) as s
  union all
  -- 100 × n / d in hundredths, half away from zero, in whole numbers
  select place, part, cell_place, cell, offices, returned, accepted, locked,
    case when denominator > 0 then
      round(sign(numerator) * div(20000 * abs(numerator) + denominator, 2 * denominator) / 100, 2)::text
    end
  from capped
)
select
  f.cell,
  f.value,
  f.offices + n.offices,
  cardinality($4::text[]),
  f.offices - f.returned - f.accepted - f.locked + n.offices - n.returned - n.accepted - n.locked,
  f.returned + n.returned,
  f.accepted + n.accepted,
  f.locked + n.locked
from figure f
cross join nil n
order by f.place, f.part, f.cell_place, f.cell
