-- petitions_moved: what was published that moved last days by law, the last first, each with how many of the petitions that are due it moved: a changed holiday moves thousands at once, petitions_due moved=… lists them
-- roles province reporter
-- scope office
-- param since since: published on this day or later
-- column moved_at TIMESTAMP: when it was published
-- column publication ADDRESS: the entry that brought it into effect; null where that was no single one
-- column rule TEXT: the deadline that was moved
-- column petitions INTEGER sum: petitions that are due by it, and were on another day before; those that something later moved again stand there
-- column offices INTEGER: how many offices have them
-- column earlier INTEGER sum: of them, due earlier than before
-- column later INTEGER sum: of them, due later
-- column first_due_on DATE: the earliest day that they are due on now
-- column last_due_on DATE: the latest
select
  m.due_moved_at, e.entry, m.due_rule, m.petitions, m.offices, m.earlier, m.later, m.first_due_on, m.last_due_on
from (
  select p.due_moved_at, p.due_rule, count(*) as petitions, count(distinct p.office) as offices,
    count(*) filter (where p.due_on < p.due_was_on) as earlier, count(*) filter (where p.due_on > p.due_was_on) as later,
    min(p.due_on) as first_due_on, max(p.due_on) as last_due_on
  from petition p
  where not p.voided and p.due_on is not null and p.due_moved_at is not null
    and ($1::date is null or p.due_moved_at >= day_end($1::date - 1))
    and ($2::smallint is null or p.office = $2::smallint)
  group by p.due_moved_at, p.due_rule
) as m
left join lateral (
  select case when count(*) = 1 then min(encode(o.origin, 'hex') || ':' || j.seq) end as entry
  from publication c
  join journal j on j.commit_seq = c.entry
  join origin o on o.id = j.origin
  where c.effective and j.first_committed_at = m.due_moved_at
) as e on true
order by m.due_moved_at desc, m.due_rule
