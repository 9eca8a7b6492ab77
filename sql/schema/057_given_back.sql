-- Why a petition is given back is said twice, to its sender and in the register of whoever gives it back: what is erased of the one goes from the other.

comment on column copied_text.relation is '1 hands a petition over with the texts that stand, 2 takes in what was handed over, 3 corrects texts, 5 says why what was taken in is given back, 6 is the step by which it is';
comment on column copied_text.texts is '1 the title, 2 the summary, 4 who sent it, sealed, 8 the reason, or their sum';
-- both filled from the journal as the server begins, with what is new in the second one
truncate entry_words, copied_text;

create function text_office(entry bigint) returns integer language sql stable parallel safe as $$
  select o.office from journal j join origin o on o.id = j.origin where j.commit_seq = $1
$$;
comment on function text_office(bigint) is 'office.id of the office whose entry it is';

-- What an office said to the sender when it gave back what it had taken in, and the steps in its register: from one of them to the other.
create function text_given_back(entry bigint) returns setof bigint language sql stable parallel safe as $$
  select m.entry from copied_text a cross join lateral text_at(a.of_origin, a.of_seq) h cross join lateral text_about(text_holder(h)) t
    cross join lateral text_about(text_holder(t.entry)) m
    where a.entry = $1 and a.relation = 5 and t.relation = 2 and m.relation = 6 and text_office(m.entry) = text_office($1)
  union
  select a.entry from copied_text m cross join lateral text_at(m.of_origin, m.of_seq) p join copied_text t on t.entry = text_holder(p)
    cross join lateral text_at(t.of_origin, t.of_seq) h cross join lateral text_about(text_holder(h)) a
    where m.entry = $1 and m.relation = 6 and t.relation = 2 and a.relation = 5 and text_office(a.entry) = text_office($1)
$$;
comment on function text_given_back(bigint) is 'commit_seqs of the entries in which its office says once more why it gives a petition back';

create or replace function text_beside(entry bigint, which integer) returns setof bigint language sql stable parallel safe as $$
  select s from text_same($1) s
  union
  select s from text_given_back($1) s where $2 = 8
  union
  select s from copied_text h cross join lateral text_setters(h.entry, $2) s where h.entry = $1 and h.relation = 1 and h.texts & $2 <> 0
  union
  select t.entry from copied_text h cross join lateral text_about(text_holder(h.entry)) t where h.entry = $1 and h.relation = 1 and t.relation = 2 and t.texts & $2 <> 0
  union
  select s from copied_text t cross join lateral text_at(t.of_origin, t.of_seq) s where t.entry = $1 and t.relation = 2 and t.texts & $2 <> 0
  union
  select h.entry
    from (select text_holder(t) as thing from copied_text c cross join lateral text_at(c.of_origin, c.of_seq) t where c.entry = $1 and c.relation = 3
          union all
          select text_holder($1) where not exists (select from copied_text c where c.entry = $1 and c.relation <> 2)) p
    cross join lateral text_about(p.thing) h
    where h.relation = 1 and h.texts & $2 <> 0 and exists (select from text_setters(h.entry, $2) s where s in ($1, text_holder($1)))
$$;
comment on function text_beside(bigint, integer) is 'commit_seqs of the entries that have the same title (1), summary (2), sender (4) or reason (8), one step from one of them';

create or replace function text_copies(one bigint) returns table (entry bigint, texts integer) language sql stable parallel safe as $$
  with recursive same (entry, which) as (
    select $1, t.which from (values (1), (2), (4), (8)) t (which) where coalesce((select c.texts from copied_text c where c.entry = $1), 7) & t.which <> 0
    union
    select b, s.which from same s cross join lateral text_beside(s.entry, s.which) b)
  select s.entry, sum(s.which)::integer from same s group by s.entry
$$;
comment on function text_copies(bigint) is 'commit_seqs of all entries that have the title (1), the summary (2), the sender (4) or the reason (8) of one of them, itself included, and which of them';

-- What an order to erase reaches in an office beside the entry that it names, and how many rows of a feed it takes to say so.
create function erasure_reaches(office integer, entry bigint) returns table (origin bytea, seq bigint, texts smallint) language sql stable as $$
  select e.origin, e.seq, e.texts from annex_erased e join origin o on o.origin = e.origin
  where e.entry = $2 and e.texts is not null
    and (o.office = $1 or exists (select from feed f where f.kind = 1 and f.origin = o.id and f.seq = e.seq and f.office = $1))
$$;
comment on function erasure_reaches(integer, bigint) is 'the texts that stand in the office with that office.id, or were shown to it, and go by the order with that commit_seq beside what it names';
create function erasure_rows(office integer, entry bigint, most integer) returns integer language sql stable as $$
  select greatest(1, ceil(count(*)::numeric / $3))::integer from erasure_reaches($1, $2)
$$;
comment on function erasure_rows(integer, bigint, integer) is 'how many rows of the feed of that office, of MOST texts each, the order takes; 1 of what is no order';

-- ---------------- what an ended office had taken in, and its heir goes on with

create index petition_taken_open on petition (from_origin, from_seq) where from_seq is not null and not voided and handed = 0 and (state <= 3 or state = 11);

create function petition_gone(from_origin bigint, from_seq bigint, petition bigint)
  returns table (entry bigint, at timestamptz, on_day date, move integer, to_office text) language sql stable begin atomic
  -- bound to its tables here: where a view that a stranger may not read is planned, it is not looked for in his path
  select g.* from (
    select n.id, j.first_committed_at, n.received_on, 5, f.code
    from petition n
    join journal j on j.commit_seq = n.id
    join office f on f.id = n.office
    join journal o on o.commit_seq = $3
    where n.from_origin = $1 and n.from_seq = $2 and not n.voided and n.id <> $3
      and (j.first_committed_at, j.commit_seq) > (o.first_committed_at, o.commit_seq)
    union all
    select a.id, a.moved_at, a.on_day, 21, null::text
    from origin o
    join journal j on j.origin = o.id and j.seq = $2
    join petition_event a on a.answers = j.commit_seq and a.answer = 2
    where origin_number(o.origin) = $1
  ) as g (entry, at, on_day, move, to_office)
  order by g.at, g.entry
  limit 1;
end;
comment on function petition_gone(bigint, bigint, bigint) is 'by what a petition that was taken in of that hand-over, and is open, is another one''s by now: its heir took it in (5, forwarded) or gave it back (21, returned); none where it is not';

create view petition_gone_on as
select p.id, p.office, p.unit, p.kind, p.field, p.received_on, g.on_day, g.to_office
from petition p
cross join lateral petition_gone(p.from_origin, p.from_seq, p.id) as g
where p.from_seq is not null and not p.voided and p.handed = 0 and (p.state <= 3 or p.state = 11);
comment on view petition_gone_on is 'what stands as open in the register of an office that has ended, and is its heir''s by now, or its sender''s: no longer open there, but passed on';

-- which forms count there as what is sent on, or given back, when it went: since then it is counted where it is
create or replace function register_rows(days daterange, open integer[], units integer[], offices integer[])
  returns table (office integer, what text, number text, unit integer, day date, numbers text, flags text, steps text)
language sql stable as $$
  select p.office::int, 'p', p.local_no, p.unit, p.received_on,
    concat_ws(' ', p.kind, p.field, p.channel, p.people, p.instance, (extract(epoch from j.first_committed_at) * 1000000)::int8, p.id,
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
$$;

-- ---------------- the petition that one is, through all offices that it came by

create function petition_first(petition bigint) returns bigint language sql stable as $$
  with recursive up (id, from_origin, from_seq, steps) as (
    select p.id, p.from_origin, p.from_seq, 0 from petition p where p.id = $1
    union all
    select s.id, s.from_origin, s.from_seq, u.steps + 1
    from up u
    join origin o on origin_number(o.origin) = u.from_origin
    join journal j on j.origin = o.id and j.seq = u.from_seq
    join petition_event e on e.id = j.commit_seq
    join petition s on s.id = e.petition
    where u.from_seq is not null and u.steps < 100
  )
  select id from up order by steps desc limit 1
$$;
comment on function petition_first(bigint) is 'petition.id of the one that a petition came of by hand-overs, where it was received first; itself where it did not';

create function petition_line(first bigint) returns setof bigint language sql stable as $$
  with recursive down (id) as (
    select $1
    union
    select n.id
    from down d
    join petition_event e on e.petition = d.id and e.to_office is not null
    join journal j on j.commit_seq = e.id
    join origin o on o.id = j.origin
    join petition n on n.from_origin = origin_number(o.origin) and n.from_seq = j.seq and not n.voided
  )
  select id from down
$$;
comment on function petition_line(bigint) is 'petition.id of one, and of all that offices took in of it';

create view petition_lines_apart as
select least(f.one, f.other) as one, greatest(f.one, f.other) as other
from (select petition_first(t.one) as one, petition_first(t.other) as other from petition_told_apart t) as f;
comment on view petition_lines_apart is 'the pairs of petition_told_apart, by where each was received first: they are apart at whichever offices';

-- ---------------- denunciations, each once in the whole province

create or replace view denunciation_count as
with counted as (
  select
    extract(year from day)::int as year,
    case when extract(month from day) <= 6 then 1 else 2 end as half,
    unit,
    sum(received) as received,
    sum(received - taken_in) as once
  from petition_rollup
  where kind = 2
  group by 1, 2, 3
  having sum(received) > 0
),
over as (
  select year, half, unit, received, once
  from counted
  where make_date(year, 6 * half, 30) + half - 1 < (now() at time zone interval '7 hours')::date
)
select year, half, unit, div(received, 5) * 5 as received from over where received >= 5
union all
select year, half, null, nullif(div(sum(once), 5) * 5, 0) from over group by year, half;
comment on column denunciation_count.received is 'how many, in steps of 5, downwards; null: less than 5; what one office took in from another is at both, and counts once in the whole province';
