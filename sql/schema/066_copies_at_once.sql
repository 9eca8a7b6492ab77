-- Which entries have a text of one another, found for all of them at once: each is read once, however many copies there are of a fact.
-- Before, what is one step from an entry was asked of each one by itself, and a petition that was filed forty times was asked of forty times forty.

drop function text_copies(bigint);
drop function text_beside(bigint, integer);
drop function text_given_back(bigint);
drop function text_setters(bigint, integer);
drop function text_about(bigint);
drop function text_same(bigint);
drop function text_holder(bigint);
drop function text_office(bigint);

create function text_copies(ones bigint[]) returns table (entry bigint, texts integer) language sql stable parallel safe
  -- of the writer's connection, which has them off: what is joined here is in memory, and has no index
  set enable_hashjoin = on
as $$
  with recursive near (entry) as (
    -- all that hangs together with them, whichever text it has
    select unnest($1)
    union
    select n.entry
    from near e
    join journal j on j.commit_seq = e.entry
    join origin o on o.id = j.origin
    cross join lateral (
      -- copies of one fact in its office: aliases, and what was filed again
      select v.alias_of from verdict v where v.entry = e.entry and v.alias_of is not null
      union all
      select v.entry from verdict v where v.alias_of = e.entry
      union all
      select r.entry from refiled r join journal k on k.commit_seq = r.entry join origin p on p.id = k.origin and p.office = o.office
        where r.origin = o.origin and r.seq = j.seq and r.hash = j.hash
      union all
      select k.commit_seq from refiled r join origin p on p.origin = r.origin and p.office = o.office join journal k on k.origin = p.id and k.seq = r.seq and k.hash = r.hash
        where r.entry = e.entry
      -- what names it, at whichever of its addresses
      union all
      select c.entry from copied_text c where c.of_origin = o.origin and c.of_seq = j.seq
      union all
      select c.entry from refiled r join copied_text c on c.of_origin = r.origin and c.of_seq = r.seq where r.entry = e.entry
      -- and what it names
      union all
      select t from copied_text c cross join lateral text_at(c.of_origin, c.of_seq) t where c.entry = e.entry
    ) as n (entry)
  ),
  known as materialized (
    select n.entry, o.origin, j.seq, j.hash, o.office, (extract(epoch from j.first_committed_at) * 1000000)::bigint as at_us, coalesce(v.state, 0) = 0 as stands,
      coalesce(v.alias_of, n.entry) as holder, c.relation, c.texts, c.of_origin, c.of_seq, c.seen_us
    from near n
    join journal j on j.commit_seq = n.entry
    join origin o on o.id = j.origin
    left join lateral (select w.state, w.alias_of from verdict w where w.entry = n.entry order by w.given_at desc, w.place desc limit 1) v on true
    left join copied_text c on c.entry = n.entry
  ),
  -- what each names, by the entry that holds it
  names as materialized (
    select distinct c.entry, c.relation, c.texts, c.origin, c.seq, c.office, c.at_us, c.stands, c.seen_us, c.holder, a.holder as thing
    from known c
    join (
      select k.holder, k.origin, k.seq from known k
      union
      select k.holder, r.origin, r.seq from known k join refiled r on r.entry = k.entry
    ) a on a.origin = c.of_origin and a.seq = c.of_seq
  ),
  which (one) as (values (1), (2), (4)),
  -- the entries whose title (1), summary (2) or sender (4) a hand-over brings: the correction that its writer saw last, or the petition itself; and
  -- corrections that he made before and that were refused later, which he may have seen as well
  setters as materialized (
    select h.entry as hand_over, h.thing, w.one, c.entry as correction, c.stands
    from names h
    join which w on h.texts & w.one <> 0
    left join names c on c.thing = h.thing and c.relation = 3 and c.texts & w.one <> 0
      and case when c.origin = h.origin then c.seq < h.seq else c.at_us <= h.seen_us end
    where h.relation = 1
  ),
  brings as (
    select s.hand_over, coalesce(max(s.correction) filter (where s.stands), s.thing) as setter, s.one from setters s group by s.hand_over, s.thing, s.one
    union all
    select s.hand_over, s.correction, s.one from setters s where not s.stands
  ),
  -- what an office said to the sender when it gave back what it had taken in, and the step in its register that its device wrote before it: one that was
  -- taken back and entered again has a reason of its own
  back as materialized (
    select said, step
    from (
      select a.entry as said, m.entry as step,
        rank() over (partition by a.entry order by m.origin = a.origin and m.seq < a.seq desc, case when m.origin = a.origin and m.seq < a.seq then m.seq end desc) as place
      from names a
      join names t on t.thing = a.thing and t.relation = 2
      join names m on m.thing = t.holder and m.relation = 6 and m.office = a.office
      where a.relation = 5
    ) p
    where place = 1
  ),
  edge (one, other, texts) as materialized (
    select k.entry, k.holder, 15 from known k where k.holder <> k.entry
    union all
    select v.alias_of, k.entry, 15 from known k join verdict v on v.entry = k.entry where v.alias_of is not null
    union all
    select f.entry, r.entry, 15 from known f join refiled r on r.origin = f.origin and r.seq = f.seq and r.hash = f.hash join known k on k.entry = r.entry and k.office = f.office
    union all
    select r.entry, f.entry, 15 from known f join refiled r on r.origin = f.origin and r.seq = f.seq and r.hash = f.hash join known k on k.entry = r.entry and k.office = f.office
    union all
    select hand_over, setter, one from brings
    union all
    select setter, hand_over, one from brings
    union all
    select h.entry, t.entry, t.texts from names t join known h on h.holder = t.thing and h.relation = 1 where t.relation = 2
    union all
    select k.entry, t, k.texts::integer from known k cross join lateral text_at(k.of_origin, k.of_seq) t where k.relation = 2
    union all
    select said, step, 8 from back
    union all
    select step, said, 8 from back
  ),
  same (entry, which) as (
    select k.entry, w.one from known k cross join (values (1), (2), (4), (8)) w (one) where k.entry = any ($1) and coalesce(k.texts, 7) & w.one <> 0
    union
    select e.other, s.which from same s join edge e on e.one = s.entry and e.texts & s.which <> 0
  )
  select s.entry, sum(s.which)::integer from same s group by s.entry
$$;
comment on function text_copies(bigint[]) is 'commit_seqs of all entries that have the title (1), the summary (2), the sender (4) or the reason (8) of one of them, these included, and which of them; what was given back, and why, by the step that its device wrote before it said so, or where it wrote none before by all that say it';

-- Of a reason an earlier program erased the one entry that was named (057); where it erased anything, the writer looks for the others once.
insert into setting (name, value) select 'reasons_erased', '' where not exists (select from public.annex_erased) on conflict do nothing;
