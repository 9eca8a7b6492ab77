-- petition_transfers: what went from office to office, by office: petitions as registers have them, each counted once, handed over and taken in
-- roles province
-- param from since: handed over from this day or month on
-- param to until: handed over up to this day or month
-- column office TEXT: code of the office
-- column received INTEGER sum: petitions in its register, of any time
-- column once INTEGER sum: of those, received here first: what was taken in from another office is counted there
-- column handed_over INTEGER sum: handed over by it in that time
-- column waiting INTEGER sum: of those, not answered yet
-- column taken_there INTEGER sum: of those, taken in by the office that they went to
-- column came_back INTEGER sum: of those, returned without having been taken in, or handed over to another office meanwhile; the three make up handed_over
-- column taken_in INTEGER sum: what it took in itself of what was handed over in that time; over the province as many as taken_there
with sent as (
  select e.id, e.petition, p.office, o.origin, j.seq,
    exists (select from petition_event a where a.answers = e.id and a.answer = 1) as taken,
    p.handed = 1 and e.id = (select l.id from petition_event l where l.petition = e.petition and l.to_office is not null order by l.moved_at desc, l.id desc limit 1) as waiting
  from petition_event e
  join petition p on p.id = e.petition
  join journal j on j.commit_seq = e.id
  join origin o on o.id = j.origin
  where e.to_office is not null
    and ($1::date is null or e.on_day >= $1::date)
    and ($2::date is null or e.on_day <= $2::date)
), counted as (
  select office, count(*) as handed_over, count(*) filter (where waiting) as waiting, count(*) filter (where taken) as taken_there
  from sent group by office
), arrived as (
  -- once each: what an office took in before it ended is its heir's where that took it in
  select n.office, count(*) as taken_in
  from sent s
  cross join lateral (
    select p.office from petition p join journal t on t.commit_seq = p.id
    where p.from_origin = origin_number(s.origin) and p.from_seq = s.seq
    order by t.first_committed_at desc, p.id desc limit 1
  ) as n
  group by n.office
), held as (
  select office, count(*) as received, count(*) filter (where from_seq is null) as once from petition where not voided group by office
)
select
  f.code,
  coalesce(h.received, 0),
  coalesce(h.once, 0),
  coalesce(c.handed_over, 0),
  coalesce(c.waiting, 0),
  coalesce(c.taken_there, 0),
  coalesce(c.handed_over - c.waiting - c.taken_there, 0),
  coalesce(a.taken_in, 0)
from office f
left join held h on h.office = f.id
left join counted c on c.office = f.id
left join arrived a on a.office = f.id
where c.office is not null or a.office is not null or h.office is not null
order by f.code
