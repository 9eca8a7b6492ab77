-- case_list_parts: the cases behind the figures of case_list_counts, with the entries by which each came on the list and off it
-- roles province reporter
-- scope office
-- param list list required: the list
-- param office office: only the cases of this office
-- param from since: from this day or month on
-- param to until: up to this day or month
-- param period window: only the days that the reports of this period are of, such as 2020-H1
-- column office TEXT: code of the office whose the case is
-- column thing TEXT: petition or matter
-- column local_no TEXT: its number there
-- column opening INTEGER sum: 1 if it was on the list when that time began
-- column added INTEGER sum: 1 if it was put on it in that time
-- column removed INTEGER sum: 1 if it came off it in that time
-- column closing INTEGER sum: 1 if it is on it at the end
-- column listed_on DATE: since that day
-- column listing ADDRESS: the entry that put it there
-- column decided_by TEXT: by whose decision
-- column off_on DATE: the day on which it came off; null: it stands there
-- column off_entry ADDRESS: the entry that says so
-- column off_by TEXT: by whose decision
select
  f.code,
  case when c.petition is null then 'matter' else 'petition' end,
  coalesce(p.local_no, m.local_no),
  (l.on_day < w.first and (l.off_on is null or l.off_on >= w.first))::int,
  (l.on_day between w.first and w.last)::int,
  (l.off_on is not null and l.off_on between w.first and w.last)::int,
  (l.off_on is null or l.off_on > w.last)::int,
  l.on_day,
  encode(lo.origin, 'hex') || ':' || lj.seq,
  l.decided_by,
  l.off_on,
  e.address,
  e.decided_by
from (
  select coalesce(greatest($3::date, lower($5::daterange)), '-infinity') as first,
    coalesce(least($4::date, upper($5::daterange) - 1), (now() at time zone 'Asia/Ho_Chi_Minh')::date) as last
) as w
join case_listing l on l.on_day <= w.last and (l.off_on is null or l.off_on >= w.first)
join journal lj on lj.commit_seq = l.id
join origin lo on lo.id = lj.origin
join listed_case c on c.listing = l.id
join office f on f.id = c.office
left join petition p on p.id = c.petition
left join matter m on m.id = c.matter
left join lateral (
  select encode(o.origin, 'hex') || ':' || j.seq as address, d.decided_by
  from case_decision d join journal j on j.commit_seq = d.id join origin o on o.id = j.origin
  where d.listing = l.id and not d.stays order by d.decided_at, d.id limit 1
) as e on true
where l.list = $1::text
  and ($2::int is null or c.office = $2::int)
  and ($6::smallint is null or (l.shown_to <> '' and c.office = $6::smallint))
order by l.on_day, l.id
