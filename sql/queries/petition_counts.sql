-- petition_counts: how many petitions were received, and how many of those are settled and how many still open
-- roles province analyst reporter
-- scope unit office
-- param by by: what to count by: unit, kind, field, month; everything in one row if not given
-- param unit unit: only this unit
-- param kind kind: only this kind
-- param field field: only this field
-- param from month: from this month of receipt on
-- param to month: up to this month of receipt
-- column unit TEXT if by: code of the unit
-- column kind KIND if by: kind of petition
-- column field FIELD if by: what the petition is about
-- column month TEXT if by: month of receipt, YYYY-MM
-- column received INTEGER: petitions received
-- column settled INTEGER: of those, settled by now
-- column pending INTEGER: of those, still open
select
  case when g.unit then u.code end,
  case when g.kind then r.kind end,
  case when g.field then r.field end,
  case when g.month then to_char(r.month, 'YYYY-MM') end,
  coalesce(sum(r.received), 0),
  coalesce(sum(r.settled), 0),
  coalesce(sum(r.pending), 0)
from (
  select
    'unit' = any (b) as unit, 'kind' = any (b) as kind, 'field' = any (b) as field, 'month' = any (b) as month
  from string_to_array($1::text, ',') as b
) as g
left join (
  select unit, kind, field, month, received, settled, pending from petition_rollup where $7::smallint is null
  union all
  -- of one office alone, which may share its unit with others: from its own register
  select unit, kind, field, date_trunc('month', received_on)::date, 1, (state between 4 and 6)::int,
    (state <= 3)::int
  from petition
  where not voided and office = $7::smallint
) as r on
  ($2::int[] is null or r.unit = any ($2::int[]))
  and ($3::smallint is null or r.kind = $3::smallint)
  and ($4::smallint is null or r.field = $4::smallint)
  and ($5::date is null or r.month >= $5::date)
  and ($6::date is null or r.month <= $6::date)
left join unit u on u.id = r.unit
group by 1, 2, 3, 4
-- a total is one row even where there is nothing to count
having sum(r.received) > 0 or $1::text = ''
order by 1, 2, 3, 4
