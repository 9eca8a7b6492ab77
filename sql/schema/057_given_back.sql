-- Why a petition is given back is said twice, to its sender and in the register of whoever gives it back: what is erased of the one goes from the other.

comment on column copied_text.relation is '1 hands a petition over with the texts that stand, 2 takes in what was handed over, 3 corrects texts, 5 says why what was taken in is given back, 6 is the step by which it is';
comment on column copied_text.texts is '1 the title, 2 the summary, 4 who sent it, sealed, 8 the reason, or their sum';
-- filled from the journal as the server begins, with what is new in it
truncate copied_text;

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
