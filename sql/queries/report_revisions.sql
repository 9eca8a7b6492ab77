-- report_revisions: the versions that reports had: who changed which cells when, from what to what
-- roles province reporter
-- scope unit office
-- param form form required: the form, by its code
-- param period period required: the period, such as 2020-H1
-- param unit unit: only of this unit
-- column office TEXT: code of the office
-- column unit TEXT: code of the unit
-- column revision INTEGER: 1 is the filing
-- column cell TEXT: the cell that it changed; null of the filing
-- column was DECIMAL: its value before; null where it was blank, or of a narrative
-- column value DECIMAL: its value from then on; null likewise
-- column how TEXT: filed, added, changed, removed, or text: a narrative was written
-- column entry ADDRESS: the entry that did so, and with it the device
-- column written_at TIMESTAMP: when it was written there
-- column committed_at TIMESTAMP: when it first came to the province
with
asked as (
  select r.id, r.office, r.unit
  from counted_report r
  join form f on f.id = r.form and f.code = $1::text
  where r.period = $2::text
    and ($3::int[] is null or r.unit = any ($3::int[]))
    and ($4::smallint is null or r.office = $4::smallint)
),
said as (
  select v.*,
    dense_rank() over (partition by v.report order by v.said_at, v.entry) + (first_value(v.entry) over w <> v.report)::int
      as revision,
    lag(v.value_e4) over cell as was_e4,
    lag(v.removed) over cell as was_removed
  from asked a
  join report_revision v on v.report = a.id
  window w as (partition by v.report order by v.said_at, v.entry),
    cell as (partition by v.report, v.cell order by v.said_at, v.entry)
),
change as (
  select report, revision, entry, cell, is_text, removed, value_e4, was_e4, coalesce(was_removed, true) as was_blank
  from said
  where entry <> report
  union all
  select id, 1, id, null, false, false, null, null, true
  from asked
)
select
  o.code,
  u.code,
  c.revision,
  c.cell,
  case
    when c.was_blank or c.is_text then null
    when i.type = 0 then (c.was_e4 / 10000)::text
    else round(c.was_e4 / 10000.0, 2)::text
  end,
  case
    when c.removed or c.is_text then null
    when i.type = 0 then (c.value_e4 / 10000)::text
    else round(c.value_e4 / 10000.0, 2)::text
  end,
  case
    when c.cell is null then 'filed'
    when c.removed then 'removed'
    when c.is_text then 'text'
    when c.was_blank then 'added'
    else 'changed'
  end,
  encode(g.origin, 'hex') || ':' || j.seq,
  j.written_at,
  j.first_committed_at
from change c
join asked a on a.id = c.report
join office o on o.id = a.office
join unit u on u.id = a.unit
join journal j on j.commit_seq = c.entry
join origin g on g.id = j.origin
left join indicator i on i.code = split_part(c.cell, '.', 1)
left join form_cell p on p.cell = c.cell and p.form = (select form from report where id = c.report)
order by o.id, c.report, c.revision, i.place, p.place, c.cell
