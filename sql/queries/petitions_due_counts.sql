-- petitions_due_counts: how many petitions are due by law, and overdue on a day: each by the deadline that runs and ends first
-- roles province reporter
-- scope unit office
-- param by by: what to count by: office, unit, kind, rule; everything in one row if not given
-- param units units: then, the units as they were (what is not given), or now: where they stand today after mergers
-- param unit unit: only of this unit
-- param kind kind: only this kind
-- param field field: only this field
-- param rule rule: only by this deadline of legal-deadlines
-- param on date: overdue on this day: due on an earlier one; today if not given
-- column office TEXT if by: code of the office
-- column unit TEXT if by: code of the unit that it belongs to; with units=now and its last day where it ended without one successor
-- column kind KIND if by: kind of petition
-- column rule TEXT if by: the deadline, as legal-deadlines has it
-- column due INTEGER sum: petitions that are due on some day
-- column overdue INTEGER sum: of those, due before the day
-- column in_week INTEGER sum: of those, due on the day or within seven days of it
-- column first_due_on DATE: the earliest of their days
select
  case when g.office then f.code end,
  case when g.unit then coalesce(s.shown, u.code) end,
  case when g.kind then d.kind end,
  case when g.rule then d.due_rule end,
  coalesce(sum(d.due), 0),
  coalesce(sum(d.overdue), 0),
  coalesce(sum(d.in_week), 0),
  min(d.first_due_on)
from (
  select 'office' = any (b) as office, 'unit' = any (b) as unit, 'kind' = any (b) as kind, 'rule' = any (b) as rule
  from string_to_array($1::text, ',') as b
) as g
-- Counted before anything is joined: names are looked up for groups, not for petitions.
left join (
  select p.office, p.unit, p.kind, p.due_rule,
    count(*) as due,
    count(*) filter (where p.due_on < o.day) as overdue,
    count(*) filter (where p.due_on between o.day and o.day + 7) as in_week,
    min(p.due_on) as first_due_on
  from petition p
  cross join (select coalesce($7::date, (now() at time zone 'Asia/Ho_Chi_Minh')::date) as day) as o
  where not p.voided and p.due_on is not null
    -- what an office had taken in before it ended is due where it went on
    and (p.from_seq is null or not petition_went_on(p.from_origin, p.from_seq, p.id))
    and ($3::int[] is null or p.unit = any ($3::int[]))
    and ($4::smallint is null or p.kind = $4::smallint)
    and ($5::smallint is null or p.field = $5::smallint)
    and ($6::text is null or p.due_rule = $6::text)
    and ($8::smallint is null or p.office = $8::smallint)
  group by p.office, p.unit, p.kind, p.due_rule
) as d on true
left join office f on f.id = d.office
left join unit u on u.id = d.unit
left join (
  select split_part(x, ':', 1)::int as unit, split_part(x, ':', 2) as shown from unnest($2::text[]) as x
) as s on s.unit = d.unit
group by 1, 2, 3, 4
-- a total is one row even where there is nothing to count
having sum(d.due) > 0 or $1::text = ''
order by 1, 2, 3, 4
