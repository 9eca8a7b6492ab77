-- report_values: the values that units reported for a period, cell by cell
-- roles province analyst reporter
-- scope unit office
-- param form form: only this form
-- param period period required: the period, such as 2020-H1
-- param unit unit: only this unit
-- param cell cell: only this cell, or all cells of this indicator; a computed one, such as G04, is shown where it is asked for
-- param as_of as_of: as it was known at the end of this day: what was filed, corrected, taken back or reviewed later does not count
-- column unit TEXT: code of the unit
-- column form TEXT: code of the form
-- column cell TEXT: the cell
-- column value DECIMAL: the value; a count has no decimals; null for a rate without denominator
-- column entry ADDRESS: the entry that the value comes from
-- column office TEXT: code of the office that reported it; several may stand for one unit
with
known as (
  select id, office, unit, form, period, entry from counted_report where $5::date is null
  union all
  select id, office, unit, form, period, entry from report_on(day_end($5::date)) where $5::date is not null
),
asked as (
  select r.id, r.office, r.unit, r.form, f.code, r.entry
  from known r
  join form f on f.id = r.form
  where ($1::text is null or f.code = $1::text)
    and r.period = $2::text
    and ($3::int[] is null or r.unit = any ($3::int[]))
    and ($6::smallint is null or r.office = $6::smallint)
),
reported as (
  select a.id, a.entry, a.unit, a.form, a.code, v.cell, i.place, coalesce(c.place, 1000000) as cell_place,
    case i.type when 0 then (v.value_e4 / 10000)::text else round(v.value_e4 / 10000.0, 2)::text end as value
  from asked a
  cross join lateral (
    select cell, value_e4 from report_value where report = a.id and $5::date is null
    union all
    select cell, value_e4 from report_cell_on(a.id, day_end($5::date)) where $5::date is not null and value_e4 is not null
  ) as v
  join indicator i on i.code = split_part(v.cell, '.', 1)
  left join form_cell c on c.form = a.form and c.cell = v.cell
  where $4::text is null or v.cell = $4::text or starts_with(v.cell, $4::text || '.')
),
-- of a rate: its terms, and the office's values for the period and, where it compares, for the one a year before
term as (
  select t.*, count(*) over () as terms
  from derived_term t
  where t.ratio = split_part($4::text, '.', 1)
),
source as (
  select id, id as source, false as year_ago from asked where exists (select from term)
  union all
  select a.id, r.id, true
  from asked a
  join known r on r.office = a.office
    and r.period = (left($2::text, 4)::int - 1)::text || substr($2::text, 5)
  join form f on f.id = r.form and f.code = a.code
  where exists (select from term where year_ago)
),
term_value as (
  select t.place, t.terms, t.ratio, t.numerator, t.sign, t.capped, s.id, v.value_e4,
    case
      when t.member = '' then substr(v.cell, strpos(v.cell || '.', '.') + 1)
      when v.cell = t.indicator || '.' || t.member then ''
      else substr(left(v.cell, -length('.' || t.member)), length(t.indicator) + 2)
    end as base
  from term t
  join source s on s.year_ago = t.year_ago
  cross join lateral (
    select cell, value_e4 from report_value where report = s.source and $5::date is null
    union all
    select cell, value_e4 from report_cell_on(s.source, day_end($5::date)) where $5::date is not null and value_e4 is not null
  ) as v
  where split_part(v.cell, '.', 1) = t.indicator
    and (t.member = '' or right(v.cell, length(t.member) + 1) = '.' || t.member)
),
-- a member counts where every term of it was reported
complete as (
  select id, ratio, base, bool_or(capped) as capped,
    coalesce(sum(value_e4 * sign) filter (where numerator), 0) as numerator,
    coalesce(sum(value_e4 * sign) filter (where not numerator), 0) as denominator
  from term_value
  group by id, ratio, base, terms
  having count(*) = terms
),
ratio as (
  select id, ratio || case base when '' then '' else '.' || base end as cell, ratio, capped, numerator, denominator
  from complete
  union all
  -- the rate alone, whose members are parts of a whole
  select c.id, c.ratio, c.ratio, bool_or(c.capped), sum(c.numerator), sum(c.denominator)
  from complete c
  join indicator i on i.code = c.ratio and i.summable
  where c.base <> ''
  group by c.id, c.ratio
),
capped as (
  select id, cell, ratio, denominator, case when capped then least(numerator, denominator) else numerator end as numerator
  from ratio
),
computed as (
  select a.id, a.entry, a.unit, a.form, a.code, c.cell, i.place, 0 as cell_place,
    -- as in report_totals: 100 × n / d in hundredths, half away from zero
    case when c.denominator > 0 then
      round(sign(c.numerator) * div(20000 * abs(c.numerator) + c.denominator, 2 * c.denominator) / 100, 2)::text
    end as value
  from capped c
  join asked a on a.id = c.id
  join indicator i on i.code = c.ratio
  where exists (select from form_indicator where form = a.form and indicator = c.ratio)
    and (c.cell = $4::text or starts_with(c.cell, $4::text || '.'))
)
select u.code, v.code, v.cell, v.value, encode(o.origin, 'hex') || ':' || j.seq, f.code
from (select * from reported union all select * from computed) as v
join asked a on a.id = v.id
join office f on f.id = a.office
join unit u on u.id = v.unit
join journal j on j.commit_seq = v.entry
join origin o on o.id = j.origin
order by u.code, v.code, v.id, v.place, v.cell_place, v.cell
