-- reception_counts: citizen reception in a time: days, receptions, persons, matters and large groups, from the registers
-- roles province analyst reporter
-- scope unit office
-- param by by: what to count by: unit, office, form_part, session, held_by, month; everything in one row if not given
-- param units units: then, the units as they were (what is not given), or now: where they stand today after mergers
-- param unit unit: only this unit
-- param from since: from this day or month on
-- param to until: up to this day or month
-- param period window: only the days that the reports of this period are of, such as 2020-H1
-- column unit TEXT if by: code of the unit; with units=now and its last day where it ended without one successor
-- column office TEXT if by: code of the office
-- column form_part TEXT if by: as form 01/TCD parts them: THUONG_XUYEN regular, THU_TRUONG scheduled and ad hoc by the head, UY_QUYEN on his behalf
-- column session TEXT if by: regular, scheduled or ad hoc
-- column held_by TEXT if by: the head in person, on his behalf, or an officer
-- column month TEXT if by: month, YYYY-MM
-- column days INTEGER: days of reception, each counted once for each office, however many receptions were on it
-- column receptions INTEGER sum: how many receptions
-- column persons INTEGER sum: persons received
-- column matters_first INTEGER sum: matters received for the first time
-- column matters_again INTEGER sum: matters received again
-- column groups INTEGER sum: large groups among the receptions
-- column group_persons INTEGER sum: their persons
-- column group_first INTEGER sum: their matters received for the first time
-- column group_again INTEGER sum: their matters received again
select
  case when g.unit then coalesce(s.shown, u.code) end,
  case when g.office then f.code end,
  case when g.form_part then case when r.session = 1 then 'THUONG_XUYEN' when r.held_by = 1 then 'THU_TRUONG' else 'UY_QUYEN' end end,
  case when g.session then (array['THUONG_XUYEN', 'DINH_KY', 'DOT_XUAT'])[r.session] end,
  case when g.held_by then (array['THU_TRUONG', 'UY_QUYEN', 'CAN_BO_TIEP'])[r.held_by] end,
  case when g.month then to_char(r.held_on, 'YYYY-MM') end,
  count(distinct (r.office, r.held_on)) filter (where r.id is not null),
  coalesce(sum(r.receptions), 0),
  coalesce(sum(r.persons), 0),
  coalesce(sum(r.matters_first), 0),
  coalesce(sum(r.matters_again), 0),
  coalesce(sum(r.groups), 0),
  coalesce(sum(r.group_persons), 0),
  coalesce(sum(r.group_first), 0),
  coalesce(sum(r.group_again), 0)
from (
  select 'unit' = any (b) as unit, 'office' = any (b) as office, 'form_part' = any (b) as form_part, 'session' = any (b) as session, 'held_by' = any (b) as held_by,
    'month' = any (b) as month
  from string_to_array($1::text, ',') as b
) as g
left join reception r on not r.voided
  and ($3::int[] is null or r.unit = any ($3::int[]))
  and ($4::date is null or r.held_on >= $4::date)
  and ($5::date is null or r.held_on <= $5::date)
  and ($6::daterange is null or r.held_on <@ $6::daterange)
  and ($7::smallint is null or r.office = $7::smallint)
left join unit u on u.id = r.unit
left join office f on f.id = r.office
left join (
  select split_part(x, ':', 1)::int as unit, split_part(x, ':', 2) as shown from unnest($2::text[]) as x
) as s on s.unit = r.unit
group by 1, 2, 3, 4, 5, 6
-- a total is one row even where there is nothing to count
having count(r.id) > 0 or $1::text = ''
order by 1, 2, 3, 4, 5, 6
