-- case_list: petitions and matters that stand on the province's lists, with what was decided of each and what came last
-- roles province reporter
-- scope office
-- ended
-- param list list: only on this list
-- param office office: only those of this office, or that it answers for
-- param on date: as the lists stood at the end of this day, today if not given
-- param due date: only those that are to be looked at on this day or earlier
-- column list TEXT: code of the list
-- column listing ADDRESS: the entry that put it there
-- column thing TEXT: petition or matter
-- column entry ADDRESS: the entry that received the petition, or opened the matter
-- column office TEXT: code of the office whose it is
-- column local_no TEXT: its number there
-- column state STATE: how far the petition has come by now
-- column owner TEXT: code of the office that answers for it; where that one has ended, the one that goes on with its work
-- column listed_on DATE: since that day
-- column decided_by TEXT: by whose decision
-- column days INTEGER: how many days it has stood there
-- column age INTEGER: how many days ago it was received, or opened
-- column last_action TEXT: what came last: a step of the petition, or of one of the matter's, or a decision about the list (LISTED, KEPT)
-- column last_on DATE: the day of that
-- column next_on DATE: the day on which it is looked at again
-- column late INTEGER: by how many days that has passed; null: it has not
with ended as (
  select split_part(x, ':', 1) as code, split_part(x, ':', 2) as heir from unnest($6::text[]) as x
)
select
  l.list,
  encode(lo.origin, 'hex') || ':' || lj.seq,
  case when c.petition is null then 'matter' else 'petition' end,
  encode(co.origin, 'hex') || ':' || l.listed_seq,
  f.code,
  coalesce(p.local_no, m.local_no),
  case when coalesce(p.voided, m.voided) then 15 else p.state end,
  h.holder,
  l.on_day,
  l.decided_by,
  d.day - l.on_day,
  d.day - coalesce(p.received_on, m.opened_on),
  a.what,
  a.on_day,
  n.next_on,
  case when n.next_on < d.day then d.day - n.next_on end
from (select coalesce($3::date, (now() at time zone 'Asia/Ho_Chi_Minh')::date) as day) d
join case_listing l on l.on_day <= d.day and (l.off_on is null or l.off_on > d.day)
join journal lj on lj.commit_seq = l.id
join origin lo on lo.id = lj.origin
join listed_case c on c.listing = l.id
join origin co on origin_number(co.origin) = l.listed_origin
join office f on f.id = c.office
left join petition p on p.id = c.petition
left join matter m on m.id = c.matter
left join lateral (
  -- the last by which it stays: what comes behind the one that took it off, as after a restore, counts for nothing
  select x.owner, x.next_on, x.on_day, x.id from case_decision x
  where x.listing = l.id and x.stays and x.on_day <= d.day
    and not exists (select from case_decision e where e.listing = l.id and not e.stays and (e.decided_at, e.id) < (x.decided_at, x.id))
  order by x.decided_at desc, x.id desc limit 1
) k on true
left join lateral (select case when k.id is null then l.next_on else k.next_on end as next_on) n on true
cross join lateral (select coalesce(nullif(coalesce(k.owner, l.owner), ''), f.code) as owner) w
cross join lateral (select coalesce((select e.heir from ended e where e.code = w.owner), w.owner) as holder) h
cross join lateral (select coalesce((select e.heir from ended e where e.code = f.code), f.code) as office) g
left join lateral (
  select w.what, w.on_day from (
    select 'LISTED' as what, l.on_day, 1::bigint as turn
    union all select 'KEPT', k.on_day, 2 where k.id is not null
    union all (
      select coalesce((array['CLASSIFIED', 'ACCEPTED', 'REFUSED', 'GUIDED', 'FORWARDED', 'EXTENDED', 'SUSPENDED', 'RESUMED', 'SETTLED', 'WITHDRAWN',
          'IN_FORCE', 'CARRIED_OUT', 'REOPENED', 'VERIFYING', 'ACCEPTANCE_NOTIFIED', 'CONCLUSION_PUBLISHED', 'SENDER_ANSWERED',
          'INTERIM_REPLIED', 'KEPT_AS_INFORMATION', 'APPEALED', 'RETURNED', 'SATISFIED', 'DISSATISFIED'])[e.move], 'ANSWERED'),
        e.on_day, 2 + e.id
      from petition_event e
      where not e.voided and e.on_day <= d.day
        and (e.petition = c.petition or e.petition in (select i.petition from petition_in_matter i where i.matter = c.matter))
      order by e.on_day desc, e.id desc limit 1)
  ) w order by w.on_day desc, w.turn desc limit 1
) a on true
where ($1::text is null or l.list = $1::text)
  and ($2::int is null or c.office = $2::int or (select code from office where id = $2::int) in (g.office, w.owner, h.holder))
  and ($4::date is null or n.next_on <= $4::date)
  and ($5::smallint is null or (l.shown_to <> '' and (c.office = $5::smallint
    or (select code from office where id = $5::smallint) in (g.office, w.owner, h.holder))))
order by l.list, n.next_on nulls last, l.on_day, l.id
