-- Where the texts of petitions stand that went from office to office: what is erased of one goes from all.

create table copied_text (
  entry        bigint primary key,
  relation     smallint not null,
  texts        smallint not null,
  of_origin    bytes8 not null,
  of_seq       bigint not null,
  seen_us      bigint not null
);
comment on table copied_text is 'entries that bring texts of a petition which stand in another entry, too, or take the place of others; made of the bodies of the journal alone, whatever the verdict on them; filled from the journal as the server begins, where there are hand-overs of before';
comment on column copied_text.entry is 'commit_seq';
comment on column copied_text.relation is '1 hands a petition over with the texts that stand, 2 takes in what was handed over, 3 corrects texts';
comment on column copied_text.texts is '1 the title, 2 the summary, 4 who sent it, sealed, or their sum';
comment on column copied_text.of_origin is 'of the petition; of what is taken in, of the hand-over: the origin';
comment on column copied_text.of_seq is 'and the place in that journal';
comment on column copied_text.seen_us is 'of the newest version that its writer saw, in microseconds since 1970';
create index copied_text_of on copied_text (of_origin, of_seq);

alter table annex_erased add column texts smallint;
comment on column annex_erased.texts is 'of a text that went because it is a copy of the one that the order names, in whatever office: which, as in copied_text; null of what the order names itself, and of what was filed again from there';
create index annex_erased_entry on annex_erased (entry);
create index feed_acts on feed (origin, seq) where kind = 1;

-- Entries that stand at an address: the one there, and what was filed again from there in the same office.
create function text_at(origin bytea, seq bigint) returns setof bigint language sql stable parallel safe as $$
  select j.commit_seq from origin o join journal j on j.origin = o.id and j.seq = $2 where o.origin = $1
  union
  select r.entry from refiled r join origin f on f.origin = r.origin join journal j on j.commit_seq = r.entry
    join origin o on o.id = j.origin and o.office = f.office where r.origin = $1 and r.seq = $2
$$;
comment on function text_at(bytea, bigint) is 'commit_seqs of the entries that an address stands for';

-- The entry that holds what another one repeats, or that one itself.
create function text_holder(entry bigint) returns bigint language sql stable parallel safe as $$
  select coalesce((select v.alias_of from verdict v where v.entry = $1 order by v.given_at desc, v.place desc limit 1), $1)
$$;
comment on function text_holder(bigint) is 'commit_seq of the entry that holds what this one says';

-- Copies of one fact in one office: aliases, and what was filed again.
create function text_same(entry bigint) returns setof bigint language sql stable parallel safe as $$
  select h from text_holder($1) h where h <> $1
  union
  select v.entry from verdict v where v.alias_of = $1
  union
  select r.entry from journal j join origin o on o.id = j.origin join refiled r on r.origin = o.origin and r.seq = j.seq and r.hash = j.hash
    join journal k on k.commit_seq = r.entry join origin p on p.id = k.origin and p.office = o.office where j.commit_seq = $1
  union
  select j.commit_seq from refiled r join origin o on o.origin = r.origin join journal j on j.origin = o.id and j.seq = r.seq and j.hash = r.hash
    join journal k on k.commit_seq = r.entry join origin p on p.id = k.origin and p.office = o.office where r.entry = $1
$$;
comment on function text_same(bigint) is 'commit_seqs of the copies of one fact in its office, one step from it';

-- What names a thing, or a copy of it, at whichever of its addresses.
create function text_about(thing bigint) returns setof copied_text language sql stable parallel safe as $$
  select distinct c.* from (select $1 as entry union select v.entry from verdict v where v.alias_of = $1) e
    cross join lateral (
      select o.origin, j.seq from journal j join origin o on o.id = j.origin where j.commit_seq = e.entry
      union
      select r.origin, r.seq from refiled r where r.entry = e.entry) a
    join copied_text c on c.of_origin = a.origin and c.of_seq = a.seq
$$;
comment on function text_about(bigint) is 'the rows of copied_text that name a thing, or a copy of it';

-- The entries whose title (1), summary (2) or sender (4) a hand-over brings: the correction that its writer saw last, or the petition itself; and
-- corrections that he made before and that were refused later, which he may have seen as well.
create function text_setters(hand_over bigint, which integer) returns setof bigint language sql stable parallel safe as $$
  with thing as (
    select text_holder(t) as entry, h.seen_us, j.origin, j.seq
      from copied_text h join journal j on j.commit_seq = h.entry cross join lateral text_at(h.of_origin, h.of_seq) t where h.entry = $1),
  seen as (
    select c.entry, coalesce((select v.state from verdict v where v.entry = c.entry order by v.given_at desc, v.place desc limit 1), 0) = 0 as stands
      from thing cross join lateral text_about(thing.entry) c join journal j on j.commit_seq = c.entry
      where c.relation = 3 and c.texts & $2 <> 0
        and case when j.origin = thing.origin then j.seq < thing.seq else extract(epoch from j.first_committed_at) * 1000000 <= thing.seen_us end)
  select coalesce((select max(s.entry) from seen s where s.stands), thing.entry) from thing
  union
  select s.entry from seen s where not s.stands
$$;
comment on function text_setters(bigint, integer) is 'commit_seqs of the entries whose title (1), summary (2) or sender (4) a hand-over brings';

-- Where else the title (1), summary (2) or sender (4) of an entry stands, one step from it.
create function text_beside(entry bigint, which integer) returns setof bigint language sql stable parallel safe as $$
  select s from text_same($1) s
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
comment on function text_beside(bigint, integer) is 'commit_seqs of the entries that have the same title (1), summary (2) or sender (4), one step from one of them';

-- All entries that have a text of one of them, and that one.
create function text_copies(one bigint) returns table (entry bigint, texts integer) language sql stable parallel safe as $$
  with recursive same (entry, which) as (
    select $1, t.which from (values (1), (2), (4)) t (which) where coalesce((select c.texts from copied_text c where c.entry = $1), 7) & t.which <> 0
    union
    select b, s.which from same s cross join lateral text_beside(s.entry, s.which) b)
  select s.entry, sum(s.which)::integer from same s group by s.entry
$$;
comment on function text_copies(bigint) is 'commit_seqs of all entries that have the title (1), the summary (2) or the sender (4) of one of them, itself included, and which of them';
