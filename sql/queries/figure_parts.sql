-- figure_parts: the reported values that make up one figure, and the entries that they come from
-- roles province analyst
-- param form form required: the form, such as QCDC-HUYEN
-- param period period required: the period, such as 2020-H1
-- param cell cell required: the cell, such as G04 or B11.DAT_DAI
-- param unit unit: only what this unit reported
-- column office TEXT: code of the office
-- column unit TEXT: code of the unit
-- column period TEXT: the period; for a comparison also the one a year before
-- column cell TEXT: the cell that was reported
-- column value DECIMAL: its value
-- column entry ADDRESS: the entry that the value comes from
-- column written_at TIMESTAMP: when the office wrote it
-- column committed_at TIMESTAMP: when the province received it
-- column how TEXT: filed, or corrected
with
asked as (
  select split_part($3::text, '.', 1) as indicator, substr($3::text, strpos($3::text || '.', '.') + 1) as member
),
reported as (
  select r.id, r.office, r.unit, r.period, r.entry, p.year_ago, v.cell, v.value_e4
  from (
    values ($2::text, false), ((left($2::text, 4)::int - 1)::text || substr($2::text, 5), true)
  ) as p (period, year_ago)
  join counted_report r on r.period = p.period
  join form f on f.id = r.form and f.code = $1::text
  join report_value v on v.report = r.id
  where $4::int[] is null or r.unit = any ($4::int[])
),
-- a figure that is a sum: the cell itself, or the members of the indicator
leaf as (
  select r.*
  from reported r, asked a
  where not r.year_ago and (r.cell = $3::text or (a.member = '' and split_part(r.cell, '.', 1) = a.indicator))
),
-- a rate: the terms of those offices and members for which every term was reported
term as (
  select t.*, count(*) over () as terms
  from derived_term t
  where t.ratio = (select indicator from asked)
),
term_value as (
  select t.place, t.terms, r.*,
    case
      when t.member = '' then substr(r.cell, strpos(r.cell || '.', '.') + 1)
      when r.cell = t.indicator || '.' || t.member then ''
      else substr(left(r.cell, -length('.' || t.member)), length(t.indicator) + 2)
    end as base
  from term t
  join reported r on r.year_ago = t.year_ago and split_part(r.cell, '.', 1) = t.indicator
    and (t.member = '' or right(r.cell, length(t.member) + 1) = '.' || t.member)
),
complete as (
  select office, base
  from term_value
  group by office, base, terms
  having count(*) = terms
),
part as (
  select id, office, unit, period, entry, year_ago, cell, value_e4 from leaf
  union
  select v.id, v.office, v.unit, v.period, v.entry, v.year_ago, v.cell, v.value_e4
  from term_value v
  join complete c on c.office = v.office and c.base = v.base
  join asked a on a.member = '' or a.member = v.base
)
select
  o.code,
  u.code,
  p.period,
  p.cell,
  case i.type when 0 then (p.value_e4 / 10000)::text else round(p.value_e4 / 10000.0, 2)::text end,
  encode(g.origin, 'hex') || ':' || j.seq,
  j.written_at,
  j.committed_at,
  case when p.entry = p.id then 'filed' else 'corrected' end
from part p
join office o on o.id = p.office
join unit u on u.id = p.unit
join indicator i on i.code = split_part(p.cell, '.', 1)
join journal j on j.commit_seq = p.entry
join origin g on g.id = j.origin
order by o.id, p.year_ago, i.place, p.cell
