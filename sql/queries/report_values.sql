-- report_values: the values that units reported for a period, cell by cell
-- roles province analyst reporter
-- scope unit office
-- param form form: only this form
-- param period period required: the period, such as 2020-H1
-- param unit unit: only this unit
-- param cell cell: only this cell, or all cells of this indicator
-- column unit TEXT: code of the unit
-- column form TEXT: code of the form
-- column cell TEXT: the cell
-- column value DECIMAL: the value; a count has no decimals
-- column entry ADDRESS: the entry that the value comes from
select
  u.code,
  f.code,
  v.cell,
  case i.type when 0 then (v.value_e4 / 10000)::text else round(v.value_e4 / 10000.0, 2)::text end,
  encode(o.origin, 'hex') || ':' || j.seq
from report r
join form f on f.id = r.form
join unit u on u.id = r.unit
join report_value v on v.report = r.id
join indicator i on i.code = split_part(v.cell, '.', 1)
join journal j on j.commit_seq = r.entry
join origin o on o.id = j.origin
left join form_cell c on c.form = r.form and c.cell = v.cell
where not r.voided
  and ($1::text is null or f.code = $1::text)
  and r.period = $2::text
  and ($3::int[] is null or r.unit = any ($3::int[]))
  and ($4::text is null or v.cell = $4::text or starts_with(v.cell, $4::text || '.'))
  and ($5::smallint is null or r.office = $5::smallint)
order by u.code, f.code, r.id, i.place, c.place, v.cell
