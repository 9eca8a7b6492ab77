-- petition_chains: petitions that were handed over, each once, where it was received first: the way that it went, and who has it now
-- roles province
-- ended
-- param office office: only those that were received first by this office
-- column entry ADDRESS: the entry that received it first
-- column office TEXT: the office that received it first
-- column local_no TEXT: its number in the register of that office
-- column kind KIND: kind of petition, as it was received first
-- column received_on DATE: day of that receipt
-- column hand_overs INTEGER sum: how often it went on from one office to another, without what came back
-- column way TEXT: the offices that had it, in turn
-- column owner TEXT: the office that has it now; where that one has ended, the one that goes on with its work
-- column owner_no TEXT: its number where it was taken in last; null while it is not taken in
-- column there_since DATE: day of receipt there; while it is not taken in, the day on which it was handed over
-- column state STATE: how far it has come where it was taken in last
with recursive ended as (
  select split_part(x, ':', 1) as code, split_part(x, ':', 2) as heir from unnest($2::text[]) as x
), chain as (
  select p.id as root, p.id, p.office, f.code as owner, p.local_no, p.received_on, p.state, p.handed, p.with_office, 0 as hops, f.code as way
  from petition p
  join office f on f.id = p.office
  where not p.voided and p.from_seq is null
    and exists (select from petition_event e where e.petition = p.id and e.to_office is not null)
    and ($1::int is null or p.office = $1::int)
  union all
  select c.root, n.id, n.office, n.code, n.local_no, n.received_on, n.state, n.handed, n.with_office, c.hops + 1, c.way || n.way
  from chain c
  cross join lateral (
    select e.id from petition_event e where e.petition = c.id and e.to_office is not null order by e.moved_at desc, e.id desc limit 1
  ) as e
  join journal j on j.commit_seq = e.id
  join origin o on o.id = j.origin
  -- of two offices that took it in the second one goes on with the work of the first, which has ended
  cross join lateral (
    select n.id, n.office, f.code, n.local_no, n.received_on, n.state, n.handed, n.with_office,
      string_agg(' ' || f.code, '') over (order by t.first_committed_at, n.id) as way
    from petition n join office f on f.id = n.office join journal t on t.commit_seq = n.id
    where n.from_origin = origin_number(o.origin) and n.from_seq = j.seq and not n.voided
    order by t.first_committed_at desc, n.id desc limit 1
  ) as n
  where c.handed > 1
), last as (
  select distinct on (root) c.*, case when c.handed = 1 then c.with_office else c.owner end as holder
  from chain c order by root, hops desc
)
select
  encode(o.origin, 'hex') || ':' || j.seq,
  f.code,
  r.local_no,
  r.kind,
  r.received_on,
  l.hops + (l.handed = 1)::int,
  l.way || case when l.handed = 1 then ' ' || l.with_office else '' end || coalesce(' ' || d.heir, ''),
  coalesce(d.heir, l.holder),
  case when l.handed <> 1 then l.local_no end,
  case when l.handed = 1
    then (select e.on_day from petition_event e where e.petition = l.id and e.to_office is not null order by e.moved_at desc, e.id desc limit 1)
    else l.received_on end,
  l.state
from last l
left join ended d on d.code = l.holder
join petition r on r.id = l.root
join office f on f.id = r.office
join journal j on j.commit_seq = r.id
join origin o on o.id = j.origin
order by r.id
