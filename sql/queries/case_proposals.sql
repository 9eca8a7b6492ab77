-- case_proposals: cases that offices propose for the province's lists, those that wait first; what was said last of each case and list
-- roles province reporter
-- scope office
-- param list list: only for this list
-- column list TEXT: code of the list
-- column thing TEXT: petition or matter
-- column entry ADDRESS: the entry that received the petition, or opened the matter
-- column office TEXT: code of the office that proposes it
-- column local_no TEXT: its number there
-- column proposed_on DATE: the day of the proposal
-- column proposed_by TEXT: who proposes it
-- column reason NARRATIVE: why
-- column standing TEXT: waits; on_list: it was put there since; or declined
-- column answered_on DATE: since that day
-- column answered_by TEXT: by whose decision
with said as (
  -- the last by first commit: a restored server gets what it lost in another order
  select distinct on (c.thing, c.list) c.thing, c.list, c.id, c.on_day, c.said_by, c.said_at
  from case_proposed c where not c.declined order by c.thing, c.list, c.said_at desc, c.id desc
), answered as (
  select s.*, d.on_day as declined_on, d.said_by as declined_by, l.on_day as listed_on, l.decided_by as listed_by
  from said s
  left join lateral (
    select c.on_day, c.said_by from case_proposed c where c.thing = s.thing and c.list = s.list and c.declined
      and (c.said_at, c.id) > (s.said_at, s.id)
    order by c.said_at desc, c.id desc limit 1
  ) as d on true
  left join lateral (
    select l.on_day, l.decided_by
    from case_listing l join listed_case c on c.listing = l.id join journal lj on lj.commit_seq = l.id
    where l.list = s.list and coalesce(c.petition, c.matter) = s.thing
      and (l.off_on is null or (lj.first_committed_at, l.id) > (s.said_at, s.id))
    order by lj.first_committed_at desc, l.id desc limit 1
  ) as l on true
)
select
  a.list,
  case when p.id is null then 'matter' else 'petition' end,
  encode(o.origin, 'hex') || ':' || t.seq,
  f.code,
  coalesce(p.local_no, m.local_no),
  a.on_day,
  a.said_by,
  ':' || encode(j.annex, 'hex'),
  case when a.listed_on is not null then 'on_list' when a.declined_on is not null then 'declined' else 'waits' end,
  coalesce(a.listed_on, a.declined_on),
  case when a.listed_on is not null then a.listed_by else a.declined_by end
from answered a
join journal j on j.commit_seq = a.id
join journal t on t.commit_seq = a.thing
join origin o on o.id = t.origin
left join petition p on p.id = a.thing
left join matter m on m.id = a.thing
join office f on f.id = coalesce(p.office, m.office)
where ($1::text is null or a.list = $1::text)
  and ($2::smallint is null or f.id = $2::smallint)
  -- what was taken back waits for nothing
  and (a.listed_on is not null or a.declined_on is not null or not coalesce(p.voided, m.voided))
order by a.listed_on is not null or a.declined_on is not null, a.said_at, a.id
