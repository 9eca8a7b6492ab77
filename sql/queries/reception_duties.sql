-- reception_duties: days on which heads had to receive citizens in person in a period, and on which they did, office by office
-- roles province analyst reporter
-- scope unit office
-- param period window required: the days that the reports of this period are of, such as 2020-H1; of one that is not over yet, until today
-- param unit unit: only of this unit
-- column office TEXT: code of the office
-- column unit TEXT: code of the unit that it stands for
-- column owed INTEGER sum: days owed by the head in person, by the published constants RECEPTION_MONTH_… and RECEPTION_WEEK_…
-- column held INTEGER sum: days on which he received in a scheduled reception
-- column lacking INTEGER sum: days owed and not held, all told
-- column spans INTEGER sum: months, or weeks, in which a day was owed
-- column kept INTEGER sum: of those, in which no day was missing
-- column delegated INTEGER sum: days of scheduled reception on his behalf alone, which do not count
-- column ad_hoc INTEGER sum: days on which he received ad hoc, which do not count either
with bounds as (
  select lower($1::daterange) as first, least(upper($1::daterange) - 1, (now() at time zone 'Asia/Ho_Chi_Minh')::date) as last
), span as (
  select 'MONTH' as kind, (first + make_interval(months => n))::date as first, (first + make_interval(months => n + 1))::date as next
  from bounds cross join generate_series(0, 24) as n
  where (first + make_interval(months => n + 1))::date - 1 <= last
  union all
  select 'WEEK', first + 7 * n, first + 7 * (n + 1)
  from bounds cross join generate_series(0, 105) as n
  where first + 7 * (n + 1) - 1 <= last
), owed as (
  select o.id as office, s.first, s.next, c.value_e4 / 10000 as days
  from office o
  join span s on true
  join unit u on u.code = o.unit_code and s.first between u.valid_from and u.valid_to
  join constant c on s.first between c.valid_from and c.valid_to
    and c.name = upper('RECEPTION_' || s.kind || '_' || o.class || '_' || (array['TINH', 'HUYEN', 'XA'])[u.level + 1])
  where c.value_e4 >= 10000
), day as (
  select r.office, r.held_on, bool_or(r.session = 2 and r.held_by = 1) as own, bool_or(r.session = 2 and r.held_by <> 1) as delegated,
    bool_or(r.session = 3 and r.held_by = 1) as ad_hoc
  from reception r cross join bounds b
  where not r.voided and r.held_on between b.first and b.last
  group by r.office, r.held_on
)
select
  f.code,
  f.unit_code,
  w.required,
  coalesce(h.held, 0),
  greatest(w.required - coalesce(h.held, 0), 0),
  w.spans,
  w.kept,
  coalesce(h.delegated, 0),
  coalesce(h.ad_hoc, 0)
from (
  select o.office, sum(o.days)::bigint as required, count(*) as spans,
    count(*) filter (where (select count(*) from day d
      where d.own and d.office = o.office and d.held_on >= o.first and d.held_on < o.next) >= o.days) as kept
  from owed o
  group by o.office
) as w
join office f on f.id = w.office
left join (
  select office, count(*) filter (where own) as held, count(*) filter (where delegated and not own) as delegated,
    count(*) filter (where ad_hoc) as ad_hoc
  from day
  group by office
) as h on h.office = w.office
where ($2::int[] is null or exists (select from unit u where u.code = f.unit_code and u.id = any ($2::int[])))
  and ($3::smallint is null or w.office = $3::smallint)
order by f.code
