-- Forms count a matter that several petitions are about once, with the first of them.

create or replace function register_rows(days daterange, open integer[], units integer[], offices integer[])
  returns table (office integer, what text, number text, unit integer, day date, numbers text, flags text, steps text)
language sql stable as $$
  select p.office::int, 'p', p.local_no, p.unit, p.received_on,
    concat_ws(' ', p.kind, p.field, p.channel, p.people, p.instance, f.follows::int, coalesce(encode(p.matter_by, 'hex'), '-'), (extract(epoch from j.first_committed_at) * 1000000)::int8, p.id,
      coalesce((extract(epoch from p.changed_at) * 1000000)::int8, 0), coalesce(p.changed_by, 0),
      coalesce(encode(p.voided_by, 'hex'), '-')),
    p.flags, case when g.entry is null then s.said else concat_ws(' ', s.said, g.move, greatest(g.on_day, s.last_on) - date '1970-01-01', 0, (p.state = 3)::int, 0,
      (extract(epoch from g.at) * 1000000)::int8, g.entry, 0, 0, 0, 0, coalesce(g.to_office, '-'), '-') end
  from petition p
  join journal j on j.commit_seq = p.id
  left join lateral (
    -- all of them, those of other offices too: where a petition is away, and that it came back, is told by these
    select string_agg(concat_ws(' ', e.move, e.on_day - date '1970-01-01', e.days, e.from_register::int, e.outcome,
      (extract(epoch from e.moved_at) * 1000000)::int8, e.id, coalesce((extract(epoch from e.changed_at) * 1000000)::int8, 0),
      coalesce(e.changed_by, 0), e.answer, coalesce(e.answers, 0), coalesce(e.to_office, '-'),
      coalesce(encode(e.voided_by, 'hex'), '-')), ' ' order by e.moved_at, e.id) as said,
      max(e.on_day) as last_on
    from petition_event e
    where e.petition = p.id
  ) as s on true
  cross join lateral (
    -- an earlier one of its office is in the same matter: of the office, and not taken back, or of the province; as client/reports/register_leads.c
    select p.matter is not null and not p.voided
      and exists (
        select from petition q
        join journal k on k.commit_seq = q.id
        where q.matter = p.matter and q.office = p.office and not q.voided
          and (q.received_on, k.first_committed_at, q.id) < (p.received_on, j.first_committed_at, p.id))
      and exists (
        select from origin o
        join journal a on a.origin = o.id and a.seq = split_part(p.matter, ':', 2)::bigint
        join matter m on m.id = a.commit_seq
        where o.origin = decode(split_part(p.matter, ':', 1), 'hex') and encode(substr(a.hash, 1, 8), 'hex') = split_part(p.matter, ':', 3)
          and (m.office = p.office and not m.voided or exists (select from origin r where r.office = m.office and r.role = 1 and m.office <> p.office)))
      as follows
  ) as f
  -- an heir's receipt is the step by which it left an office that has ended
  left join lateral petition_gone(p.from_origin, p.from_seq, p.id) as g
    on p.from_seq is not null and not p.voided and p.handed = 0 and (p.state <= 3 or p.state = 11)
  where p.received_on < upper($1)
    and (p.received_on >= lower($1) or s.last_on >= lower($1) or p.state * 16 + p.kind = any ($2))
    and ($3 is null or p.unit = any ($3)) and ($4 is null or p.office = any ($4))
  union all
  select r.office::int, 'r', r.local_no, r.unit, r.held_on,
    concat_ws(' ', r.session, r.held_by, r.receptions, r.persons, r.matters_first, r.matters_again, r.groups, r.group_persons, r.group_first,
      r.group_again, r.kinds, r.fields, (extract(epoch from j.first_committed_at) * 1000000)::int8, r.id,
      coalesce((extract(epoch from r.changed_at) * 1000000)::int8, 0), coalesce(r.changed_by, 0),
      coalesce(encode(r.voided_by, 'hex'), '-')),
    '', null
  from reception r
  join journal j on j.commit_seq = r.id
  where r.held_on <@ $1
    and ($3 is null or r.unit = any ($3)) and ($4 is null or r.office = any ($4))
  union all
  select c.office::int, 'l', coalesce(p.local_no, m.local_no), coalesce(p.unit, m.unit), l.on_day,
    concat_ws(' ', coalesce(l.off_on - date '1970-01-01', 0), l.listed_origin, l.listed_seq,
      (extract(epoch from j.first_committed_at) * 1000000)::int8, l.id,
      coalesce((extract(epoch from e.decided_at) * 1000000)::int8, 0), coalesce(e.id, 0)),
    l.list, null
  from case_listing l
  join listed_case c on c.listing = l.id
  join journal j on j.commit_seq = l.id
  left join petition p on p.id = c.petition
  left join matter m on m.id = c.matter
  left join lateral (
    select d.id, d.decided_at from case_decision d where d.listing = l.id and not d.stays order by d.decided_at, d.id limit 1
  ) as e on true
  where l.shown_to <> '' and l.on_day < upper($1)
    and ($3 is null or coalesce(p.unit, m.unit) = any ($3)) and ($4 is null or c.office = any ($4))
$$;
comment on function register_rows(daterange, integer[], integer[], integer[]) is
  'petitions (p) and receptions (r) that forms of DAYS may count, taken back or not: received or held then, or stepped on since its first day, or, as state * 16 + kind, OPEN; and cases that came onto lists by then (l), those apart whose list no office knows of; of UNITS and OFFICES, null: all';
