-- case_list_counts: how many cases were on each of the province's lists when a time began, came on it, came off it, and are on it at its end
-- roles province
-- param by by: what to count by besides: office; all of a list in one row if not given
-- param list list: only this list
-- param office office: only the cases of this office
-- param from since: from this day or month on
-- param to until: up to this day or month
-- param period window: only the days that the reports of this period are of, such as 2020-H1
-- column list TEXT: code of the list
-- column office TEXT if by: code of the office whose the cases are
-- column opening INTEGER sum: how many were on it when that time began
-- column added INTEGER sum: how many were put on it in that time
-- column removed INTEGER sum: how many came off it in that time
-- column closing INTEGER sum: how many are on it at the end
-- column received INTEGER sum: how many petitions that stood on it in that time were received in it
-- column settled INTEGER sum: how many of those that stood on it in that time were settled in it
select
  l.list,
  case when g.office then f.code end,
  count(*) filter (where l.on_day < w.first and (l.off_on is null or l.off_on >= w.first)),
  count(*) filter (where l.on_day between w.first and w.last),
  count(*) filter (where l.off_on between w.first and w.last),
  count(*) filter (where l.on_day <= w.last and (l.off_on is null or l.off_on > w.last)),
  count(distinct p.id) filter (where p.received_on between w.first and w.last and l.on_day <= w.last and (l.off_on is null or l.off_on >= w.first)),
  count(distinct p.id) filter (where p.settled_on between w.first and w.last and l.on_day <= w.last and (l.off_on is null or l.off_on >= w.first))
from (select 'office' = any (string_to_array($1::text, ',')) as office) as g
cross join (
  select coalesce(greatest($4::date, lower($6::daterange)), '-infinity') as first,
    coalesce(least($5::date, upper($6::daterange) - 1), (now() at time zone 'Asia/Ho_Chi_Minh')::date) as last
) as w
join case_listing l on l.on_day <= w.last
join listed_case c on c.listing = l.id
join office f on f.id = c.office
left join petition p on p.id = c.petition and not p.voided
where ($2::text is null or l.list = $2::text)
  and ($3::int is null or c.office = $3::int)
group by 1, 2
order by 1, 2
