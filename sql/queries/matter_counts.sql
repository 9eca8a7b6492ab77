-- matter_counts: how many petitions were received in a time, and how many matters they are about: a petition that is in none is one of its own
-- roles province reporter
-- scope unit office
-- param by by: what to count by: unit, kind, field; everything in one row if not given
-- param units units: then, the units as they were (what is not given), or now: where they stand today after mergers
-- param unit unit: only this unit
-- param kind kind: only this kind
-- param field field: only this field
-- param from since: from this day or month on
-- param to until: up to this day or month
-- param period window: only the days that the reports of this period are of, such as 2020-H1
-- column unit TEXT if by: code of the unit; with units=now and its last day where it ended without one successor
-- column kind KIND if by: kind of petition
-- column field FIELD if by: what the petition is about
-- column petitions INTEGER: petitions received in that time, as registers have them: what one office took in from another is at both
-- column matters INTEGER: matters that they are about; what went from office to office is about one, and of several rows the same one may be in each
-- column joined INTEGER: of the petitions, those that are in a matter
-- column once INTEGER: of the petitions, the ones that this office received first; over the province each petition once
with came as (
  -- of what came by hand-overs, which is about the matter of any of its ways
  select petition_first(i.petition) as first, min(i.matter) as matter
  from petition_in_matter i join petition c on c.id = i.petition
  where c.from_seq is not null
  group by 1
)
select
  case when g.unit then coalesce(s.shown, u.code) end,
  case when g.kind then p.kind end,
  case when g.field then p.field end,
  count(p.id),
  count(distinct coalesce(i.matter, f.matter, w.matter, -coalesce(r.first, p.id))),
  count(i.matter),
  count(p.id) filter (where p.from_seq is null)
from (
  select 'unit' = any (b) as unit, 'kind' = any (b) as kind, 'field' = any (b) as field from string_to_array($1::text, ',') as b
) as g
left join petition p on not p.voided
  and ($3::int[] is null or p.unit = any ($3::int[]))
  and ($4::smallint is null or p.kind = $4::smallint)
  and ($5::smallint is null or p.field = $5::smallint)
  and ($6::date is null or p.received_on >= $6::date)
  and ($7::date is null or p.received_on <= $7::date)
  and ($8::daterange is null or p.received_on <@ $8::daterange)
  and ($9::smallint is null or p.office = $9::smallint)
left join petition_in_matter i on i.petition = p.id
left join lateral (select petition_first(p.id) as first where p.from_seq is not null) r on true
left join petition_in_matter f on f.petition = r.first
left join came w on w.first = coalesce(r.first, p.id)
left join unit u on u.id = p.unit
left join (
  select split_part(x, ':', 1)::int as unit, split_part(x, ':', 2) as shown from unnest($2::text[]) as x
) as s on s.unit = p.unit
group by 1, 2, 3
-- a total is one row even where there is nothing to count
having count(p.id) > 0 or $1::text = ''
order by 1, 2, 3
