-- report_texts: the narratives of reports as they stand, in full
-- roles province reporter
-- scope unit office
-- param form form required: the form, such as QCDC-HUYEN
-- param period period required: the period, such as 2020-H1
-- param cell cell: only this narrative, such as A12
-- param unit unit: only of this unit
-- column office TEXT: code of the office
-- column unit TEXT: code of the unit
-- column cell TEXT: the narrative
-- column state TEXT: kept, or erased: the province had the text erased
-- column text NARRATIVE: the text
-- column entry ADDRESS: the entry that brought it
-- column written_at TIMESTAMP: when the office wrote it
-- column committed_at TIMESTAMP: when the province received it
select
  f.code,
  u.code,
  t.cell,
  case when j.annex is null then 'erased' else 'kept' end,
  t.cell || ':' || encode(j.annex, 'hex'),
  encode(o.origin, 'hex') || ':' || j.seq,
  j.written_at,
  j.committed_at
from counted_report r
join form m on m.id = r.form
join office f on f.id = r.office
join unit u on u.id = r.unit
join report_text t on t.report = r.id and t.cell not like 'note:%'
join journal j on j.commit_seq = t.entry
join origin o on o.id = j.origin
where m.code = $1::text
  and r.period = $2::text
  and ($3::text is null or t.cell = $3::text)
  and ($4::int[] is null or r.unit = any ($4::int[]))
  and ($5::smallint is null or r.office = $5::smallint)
order by f.id, r.id, t.cell
