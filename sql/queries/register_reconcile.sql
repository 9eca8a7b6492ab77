-- register_reconcile: where the reports of a form say something else than the registers of their offices, and by which rows of these
-- roles province reporter
-- scope unit office
-- register differences
-- param unit unit: only of this unit
-- param form form required: code of the form
-- param period period required: the period, such as 2021-Q3
-- column unit TEXT: code of the unit
-- column office TEXT: code of the office
-- column cell TEXT: the cell
-- column said DECIMAL: what the report says
-- column register INTEGER: what the registers give
-- column difference DECIMAL: what the report says more
-- column as_filed INTEGER: what the registers gave when the report was filed or corrected last; where it is not what the report says, that was counted otherwise
-- column register_rows TEXT: rows of the registers that were entered, moved on, corrected or taken back since, and by how much each changed the count
with asked as (
  -- the reports, one for each office
  select r.office::int as office, f.unit_code, f.code, r.id as report, r.filed_at
  from counted_report r
  join form m on m.id = r.form and m.code = $2::text
  join office f on f.id = r.office
  where r.period = $3::text
    and ($1::int[] is null or exists (select from unit u where u.code = f.unit_code and u.id = any ($1::int[])))
    and ($4::int is null or r.office = $4::int)
), days as (
  select $5::daterange as days, $6::int[] as open
), rows as (
  select a.office, a.unit_code as unit_shown, a.code as office_shown, 'f' as what, v.cell as number, 0 as unit, null::date as day,
    concat_ws(' ', v.value_e4, (extract(epoch from coalesce(h.changed_at, a.filed_at)) * 1000000)::int8, coalesce(h.entry, a.report)) as numbers,
    '' as text, null::text as steps
  from asked a
  join report_value v on v.report = a.report
  left join report_change h on h.report = v.report and h.cell = v.cell
  union all
  select a.office, a.unit_code, a.code, 'k', '', 0, null,
    concat_ws(' ', exists(select from petition p where p.office = f.id and not p.voided)::int,
      exists(select from reception r where r.office = f.id and not r.voided)::int), '', null
  from asked a
  join office f on f.id = a.office
  union all
  select p.office::int, a.unit_code, f.code, 'p', p.local_no, p.unit, p.received_on,
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
    where e.petition = p.id
  ) as s on true
  where p.received_on < upper(d.days) and p.office = a.office
    and (p.received_on >= lower(d.days) or s.moved or p.state * 16 + p.kind = any (d.open))
  union all
  select r.office::int, a.unit_code, f.code, 'r', r.local_no, r.unit, r.held_on,
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
  where r.held_on <@ d.days and r.office = a.office
)
select office, unit_shown, office_shown, what, number, unit, day, numbers, text, steps
from rows
order by unit_shown, office_shown, office, what, day, number
