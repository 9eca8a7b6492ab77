-- petition_register: the petitions one by one, as they stand, without their text
-- roles province reporter
-- scope unit office
-- param units units: then, the units as they were (what is not given), or now: where they stand today after mergers
-- param unit unit: only of this unit
-- param kind kind: only this kind
-- param field field: only this field
-- param from date: received on this day or later
-- param to date: received on this day or earlier
-- param state state: only in this state, pending (all that are still open), or taken_back, which is left out otherwise
-- param ended ended: only those that have ended like this: open, solved, unsolved (closed all the same) or passed_on
-- param handler handler: only what this official handles, with or without diacritics
-- param flag flag: only with this flag, such as DONG_NGUOI or DU_AN:<code>; DU_AN or DOI_THOAI alone is that of any
-- param due date: only what is due by law, or promised, on this day or earlier
-- column entry ADDRESS: the entry that received it
-- column office TEXT: code of the office
-- column unit TEXT: code of the unit that it belongs to; with units=now and its last day where it ended without one successor
-- column local_no TEXT: number in the office's register
-- column kind KIND: kind of petition
-- column field FIELD: what it is about
-- column received_on DATE: day of receipt
-- column state STATE: how far it has come
-- column settled_on DATE: day of settlement
-- column outcome OUTCOME: how it was settled
-- column instance INTEGER: 2 of a second complaint and of a denunciation that goes on
-- column ended ENDED: how it has ended: open, solved, unsolved (closed all the same) or passed_on
-- column handler TEXT: the official who handles it
select
  encode(o.origin, 'hex') || ':' || j.seq,
  f.code,
  coalesce(s.shown, u.code),
  p.local_no,
  p.kind,
  p.field,
  p.received_on,
  case when p.voided then 15 else p.state end,
  p.settled_on,
  p.outcome,
  p.instance,
  case when w.went_on then 3 else p.ended end,
  nullif(p.handler, '')
from petition p
cross join lateral (
  -- what stands open in the register of an office that has ended, and another one goes on with
  select p.ended = 0 and p.from_seq is not null and petition_went_on(p.from_origin, p.from_seq, p.id) as went_on
) as w
join journal j on j.commit_seq = p.id
join origin o on o.id = j.origin
join office f on f.id = p.office
join unit u on u.id = p.unit
left join (
  select split_part(x, ':', 1)::int as unit, split_part(x, ':', 2) as shown from unnest($1::text[]) as x
) as s on s.unit = p.unit
where case when $7::int[] is null then not p.voided else (case when p.voided then 15 else p.state end) = any ($7::int[]) end
  and ($2::int[] is null or p.unit = any ($2::int[]))
  and ($3::smallint is null or p.kind = $3::smallint)
  and ($4::smallint is null or p.field = $4::smallint)
  and ($5::date is null or p.received_on >= $5::date)
  and ($6::date is null or p.received_on <= $6::date)
  and (not w.went_on or coalesce(cardinality($7::int[]), 1) = 1)
  and ($8::smallint is null or case when w.went_on then 3 else p.ended end = $8::smallint)
  and ($9::text is null or p.handler_key = $9::text)
  and ($10::text is null or $10::text = any (string_to_array(p.flags, ' ')) or right($10::text, 1) = ':' and strpos(' ' || p.flags, ' ' || $10::text) > 0)
  and ($11::date is null or p.due_on <= $11::date or p.promised_on <= $11::date)
  and ($12::smallint is null or p.office = $12::smallint)
order by p.id
