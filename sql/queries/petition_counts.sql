-- petition_counts: how many petitions were received or settled in a time, and how many of those are settled, still open, or ended otherwise
-- roles province analyst reporter
-- scope unit office
-- masks
-- param by by: what to count by: unit, kind, field, month; everything in one row if not given
-- param units units: then, the units as they were (what is not given), or now: where they stand today after mergers
-- param unit unit: only this unit
-- param kind kind: only this kind
-- param field field: only this field
-- param from since: from this day or month on
-- param to until: up to this day or month
-- param period window: only the days that the reports of this period are of, such as 2020-H1
-- param of basis default received: what happened in that time: received or settled
-- column unit TEXT if by: code of the unit; with units=now and its last day where it ended without one successor
-- column kind KIND if by: kind of petition; analysts count denunciations by denunciation_counts alone
-- column field FIELD if by: what the petition is about
-- column month TEXT if by: month of receipt (of=settled: of settlement), YYYY-MM
-- column received INTEGER sum: petitions received in that time (of=settled: settled in that time, whenever they were received), as registers have them: what one office took in from another is at both
-- column settled INTEGER sum: of those, settled by now
-- column pending INTEGER sum: of those, still open
-- column otherwise INTEGER sum: of those, ended without settlement: refused, guided, forwarded, withdrawn, kept as information, or gone on with by the heir of an office that has ended; the three make up received
-- column once INTEGER sum: of those received (of=settled: settled), the ones that this office received first: what it took in from another is counted there; over the province each petition once
-- column unsolved INTEGER sum: of those, closed and not solved: refused, guided, withdrawn, dropped, appealed, kept as information, or who asked is dissatisfied; the rest of settled is solved
select
  case when g.unit then coalesce(s.shown, u.code) end,
  case when g.kind then r.kind end,
  case when g.field then r.field end,
  case when g.month then to_char(r.day, 'YYYY-MM') end,
  coalesce(sum(r.received), 0),
  coalesce(sum(r.settled), 0),
  coalesce(sum(r.pending), 0),
  coalesce(sum(r.received - r.settled - r.pending), 0),
  coalesce(sum(r.received - r.taken_in), 0),
  coalesce(sum(r.unsolved), 0)
from (
  select
    'unit' = any (b) as unit, 'kind' = any (b) as kind, 'field' = any (b) as field, 'month' = any (b) as month
  from string_to_array($1::text, ',') as b
) as g
left join (
  select unit, kind, field, day, received, settled, pending, taken_in, unsolved from petition_rollup
  where $10::smallint is null and $9::text = 'received'
  union all
  select unit, kind, field, day, closed, closed, 0, closed_taken_in, closed_unsolved from petition_rollup
  where $10::smallint is null and $9::text = 'settled'
  union all
  -- of one office alone, which may share its unit with others: from its own register
  select unit, kind, field, case $9::text when 'settled' then settled_on else received_on end, 1,
    (state between 4 and 6 or state = 13)::int, (state <= 3 or state = 11)::int, (from_seq is not null)::int, (ended = 2)::int
  from petition
  where not voided and office = $10::smallint and ($9::text = 'received' or state between 4 and 6 or state = 13)
  union all
  -- what an office that has ended had taken in, and its heir has by now, is open there no more
  select unit, kind, field, received_on, 0, 0, -1, 0, 0
  from petition_gone_on
  where $9::text = 'received' and ($10::smallint is null or office = $10::smallint)
) as r on
  ($3::int[] is null or r.unit = any ($3::int[]))
  and ($4::smallint is null or r.kind = $4::smallint)
  and ($5::smallint is null or r.field = $5::smallint)
  and ($11::boolean is null or r.kind <> 2)
  and ($6::date is null or r.day >= $6::date)
  and ($7::date is null or r.day <= $7::date)
  and ($8::daterange is null or r.day <@ $8::daterange)
left join unit u on u.id = r.unit
left join (
  select split_part(x, ':', 1)::int as unit, split_part(x, ':', 2) as shown from unnest($2::text[]) as x
) as s on s.unit = r.unit
group by 1, 2, 3, 4
-- a total is one row even where there is nothing to count
having sum(r.received) > 0 or $1::text = ''
order by 1, 2, 3, 4
