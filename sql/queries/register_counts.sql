-- register_counts: what the registers of petitions and of receptions give for the cells of a form, for any unit and time; what they cannot know is not there
-- roles province reporter
-- scope unit office
-- register counts
-- param by by: what to count by: unit, office; everything in one row if not given
-- param unit unit: only of this unit
-- param form form required: code of the form whose cells are counted; of the version that serves the time
-- param period period: the days that the reports of this period are of, such as 2021-Q3
-- param from since: from this day or month on; with to, in place of a period
-- param to until: up to this day or month
-- column unit TEXT if by: code of the unit
-- column office TEXT if by: code of the office
-- column form TEXT: code of the form
-- column cell TEXT: the cell
-- column register INTEGER sum: what the registers give, by the published table register-cells
with asked as (
  select 'unit' = any (b) as by_unit, 'office' = any (b) as by_office
  from string_to_array($1::text, ',') as b
), days as (
  select $8::daterange as days, $9::int[] as open
), rows as (
  select f.id as office, case when a.by_unit then f.unit_code end as unit_shown, case when a.by_office then f.code end as office_shown, 'k' as what,
    '' as number, 0 as unit, null::date as day,
    concat_ws(' ', exists(select from petition p where p.office = f.id and not p.voided)::int,
      exists(select from reception r where r.office = f.id and not r.voided)::int) as numbers, '' as text, null::text as steps
  from office f
  cross join asked a
  where ($2::int[] is null or exists (select from unit u where u.code = f.unit_code and u.id = any ($2::int[])))
    and ($7::int is null or f.id = $7::int)
  union all
  select p.office::int, case when a.by_unit then u.code end, case when a.by_office then f.code end, 'p', p.local_no, p.unit, p.received_on,
    concat_ws(' ', p.kind, p.field, p.channel, p.people, p.instance, (extract(epoch from j.first_committed_at) * 1000000)::int8, p.id,
      coalesce((extract(epoch from p.changed_at) * 1000000)::int8, 0), coalesce(p.changed_by, 0),
      coalesce(encode(p.voided_by, 'hex'), '-')),
    p.flags, s.said
  from petition p
  cross join days d
  cross join asked a
  join journal j on j.commit_seq = p.id
  join office f on f.id = p.office
  join unit u on u.id = p.unit
  left join lateral (
    select string_agg(concat_ws(' ', e.move, e.on_day - date '1970-01-01', e.days, e.from_register::int, e.outcome,
      (extract(epoch from e.moved_at) * 1000000)::int8, e.id, coalesce((extract(epoch from e.changed_at) * 1000000)::int8, 0),
      coalesce(e.changed_by, 0), coalesce(encode(e.voided_by, 'hex'), '-')), ' ' order by e.moved_at, e.id) as said,
      bool_or(e.on_day >= lower(d.days)) as moved
    from petition_event e
    where e.petition = p.id and not e.voided
  ) as s on true
  where p.received_on < upper(d.days) and not p.voided
    and (p.received_on >= lower(d.days) or s.moved or p.state * 16 + p.kind = any (d.open))
    and ($2::int[] is null or p.unit = any ($2::int[])) and ($7::int is null or p.office = $7::int)
  union all
  select r.office::int, case when a.by_unit then u.code end, case when a.by_office then f.code end, 'r', r.local_no, r.unit, r.held_on,
    concat_ws(' ', r.session, r.held_by, r.receptions, r.persons, r.matters_first, r.matters_again, r.groups, r.group_persons, r.group_first,
      r.group_again, r.kinds, r.fields, (extract(epoch from j.first_committed_at) * 1000000)::int8, r.id,
      coalesce((extract(epoch from r.changed_at) * 1000000)::int8, 0), coalesce(r.changed_by, 0),
      coalesce(encode(r.voided_by, 'hex'), '-')),
    '', null
  from reception r
  cross join days d
  cross join asked a
  join journal j on j.commit_seq = r.id
  join office f on f.id = r.office
  join unit u on u.id = r.unit
  where r.held_on <@ d.days and not r.voided
    and ($2::int[] is null or r.unit = any ($2::int[])) and ($7::int is null or r.office = $7::int)
)
select office, unit_shown, office_shown, what, number, unit, day, numbers, text, steps
from rows
where $3::text is not null and coalesce($4::text, $5::text, $6::text) is not null
order by unit_shown, office_shown, office, what, day
