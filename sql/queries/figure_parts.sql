-- figure_parts: the reported values that make up one figure, and the entries that they come from
-- roles province analyst
-- rates
-- param form form required: the form, such as QCDC-HUYEN
-- param period period required: the period, such as 2020-H1
-- param cell cell required: the cell, such as G04 or B11.DAT_DAI
-- param unit unit: only what this unit reported
-- column office TEXT: code of the office
-- column unit TEXT: code of the unit
-- column period TEXT: the period; of what is compared, also the other one
-- column cell TEXT: the cell that was reported
-- column value DECIMAL: its value
-- column entry ADDRESS: the entry that the value comes from
-- column written_at TIMESTAMP: when the office wrote it
-- column committed_at TIMESTAMP: when the province received it
-- column how TEXT: filed, or corrected
with
term as (
  select t[1] as form, t[2] as rule, t[3] as ratio, t[4] as figure, t[5]::bigint as need, t[6]::bigint as whole,
    t[7]::int as operand, t[8] as period, t[9] as cell
  from (select string_to_array(x, ':') as t from unnest($5::text[]) as x) as split
),
reported as (
  select r.id, r.office, r.unit, r.period, r.entry, v.cell, v.value_e4
  from (select $2::text as period union select period from term) as p
  join counted_report r on r.period = p.period
  join form f on f.id = r.form and f.code = $1::text
  join report_value v on v.report = r.id
  where $4::int[] is null or r.unit = any ($4::int[])
),
-- a figure that is a sum: the cell itself, or the members of the indicator
leaf as (
  select r.*
  from reported r
  where r.period = $2::text
    and (r.cell = $3::text or (strpos($3::text, '.') = 0 and split_part(r.cell, '.', 1) = $3::text))
),
-- a computed figure: what those offices reported that count for it
held as (
  select t.figure, t.need, t.whole, r.*
  from term t
  join reported r on r.cell = t.cell and r.period = t.period
  where $3::text in (t.figure, t.ratio)
),
complete as (
  select office, figure
  from held
  group by office, figure, whole
  having bit_or(need) = whole
),
part as (
  select id, office, unit, period, entry, cell, value_e4 from leaf
  union
  select h.id, h.office, h.unit, h.period, h.entry, h.cell, h.value_e4
  from held h
  join complete c on c.office = h.office and c.figure = h.figure
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
order by o.id, p.period <> $2::text, p.period, i.place, p.cell
