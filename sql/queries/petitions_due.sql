-- petitions_due: petitions that are due by law, the oldest first: each by the deadline that runs and ends first; and those that are only promised an answer
-- roles province reporter
-- scope unit office
-- param units units: then, the units as they were (what is not given), or now: where they stand today after mergers
-- param unit unit: only of this unit
-- param kind kind: only this kind
-- param field field: only this field
-- param by date: due, or promised, on this day or earlier
-- param rule rule: only by this deadline of legal-deadlines
-- param handler handler: only what this official handles, with or without diacritics
-- param moved date: only those whose last day was moved by what was published on this day (petitions_moved has the days)
-- column entry ADDRESS: the entry that received it
-- column office TEXT: code of the office
-- column unit TEXT: code of the unit that it belongs to; with units=now and its last day where it ended without one successor
-- column local_no TEXT: number in the office's register
-- column kind KIND: kind of petition
-- column field FIELD: what it is about
-- column received_on DATE: day of receipt
-- column state STATE: how far it has come
-- column rule TEXT: the deadline, as legal-deadlines has it; null where none runs, as are its days
-- column begun_on DATE: the day of the step that it began with
-- column due_on DATE: its last day
-- column was_due_on DATE: its last day before something was published that moved it; null where nothing has
-- column moved_at TIMESTAMP: when that was published
-- column handler TEXT: the official who handles it
-- column promised_on DATE: the day that the last interim reply names, while it is open
select
  encode(o.origin, 'hex') || ':' || j.seq,
  f.code,
  coalesce(s.shown, u.code),
  p.local_no,
  p.kind,
  p.field,
  p.received_on,
  p.state,
  p.due_rule,
  p.due_from,
  p.due_on,
  p.due_was_on,
  p.due_moved_at,
  nullif(p.handler, ''),
  p.promised_on
-- Each part comes in the order of an index, one beside the other, and is not sorted: the first fifty are read, and no more.
from (
  select *, due_on as first_on, 1 as part from petition
  union all
  select *, promised_on, 2 from petition
) p
join journal j on j.commit_seq = p.id
join origin o on o.id = j.origin
join office f on f.id = p.office
join unit u on u.id = p.unit
left join (
  select split_part(x, ':', 1)::int as unit, split_part(x, ':', 2) as shown from unnest($1::text[]) as x
) as s on s.unit = p.unit
where not p.voided and (p.part = 1 and p.due_on is not null or p.part = 2 and p.due_on is null and p.promised_on is not null)
  -- what an office had taken in before it ended is due where it went on
  and (p.from_seq is null or not petition_went_on(p.from_origin, p.from_seq, p.id))
  and ($2::int[] is null or p.unit = any ($2::int[]))
  and ($3::smallint is null or p.kind = $3::smallint)
  and ($4::smallint is null or p.field = $4::smallint)
  and ($5::date is null or p.due_on <= $5::date or p.promised_on <= $5::date)
  and ($6::text is null or p.due_rule = $6::text)
  and ($7::text is null or p.handler_key = $7::text)
  and ($8::date is null or (p.due_moved_at >= day_end($8::date - 1) and p.due_moved_at < day_end($8::date)))
  and ($9::smallint is null or p.office = $9::smallint)
order by p.first_on, p.id
