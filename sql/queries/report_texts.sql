-- report_texts: the narratives of reports in full, as they stand or as they were known on a day
-- roles province reporter
-- scope unit office
-- param form form required: the form, by its code
-- param period period required: the period, such as 2020-H1
-- param cell cell: only this narrative, such as A12
-- param units units: then, the units as they were (what is not given), or now: where they stand today after mergers
-- param unit unit: only this unit; with units=now all that went into it
-- param as_of as_of: as it was known at the end of this day: what was filed, corrected, taken back, reviewed or published later does not count
-- column office TEXT: code of the office
-- column unit TEXT: code of the unit; with units=now and its last day where it ended without one successor
-- column cell TEXT: the narrative
-- column state TEXT: kept, or erased: the province had the text erased
-- column text NARRATIVE: the text
-- column entry ADDRESS: the entry that brought it
-- column written_at TIMESTAMP: when the office wrote it
-- column committed_at TIMESTAMP: when the province first received it
with
known as (
  select id, office, unit, form, period from counted_report where $6::date is null
  union all
  select id, office, unit, form, period from report_on(day_end($6::date), array[$2::text]) where $6::date is not null
)
select
  f.code,
  coalesce(s.shown, u.code),
  t.cell,
  case when j.annex is null then 'erased' else 'kept' end,
  t.cell || ':' || encode(j.annex, 'hex'),
  encode(o.origin, 'hex') || ':' || j.seq,
  j.written_at,
  j.first_committed_at
from known r
join form m on m.id = r.form
join office f on f.id = r.office
join unit u on u.id = r.unit
left join (
  select split_part(x, ':', 1)::int as unit, split_part(x, ':', 2) as shown from unnest($4::text[]) as x
) as s on s.unit = r.unit
cross join lateral (
  select cell, entry from report_text where report = r.id and $6::date is null
  union all
  select cell, entry from report_cell_on(r.id, day_end($6::date)) where $6::date is not null and value_e4 is null
) as t
join journal j on j.commit_seq = t.entry
join origin o on o.id = j.origin
where m.code = $1::text
  and t.cell not like 'note:%'
  and r.period = $2::text
  and ($3::text is null or t.cell = $3::text)
  and ($5::int[] is null or r.unit = any ($5::int[]))
  and ($7::smallint is null or r.office = $7::smallint)
order by f.id, r.id, t.cell
