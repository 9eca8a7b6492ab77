-- Petitions that somebody has said are not the same, and which two those are.

create table petition_unlike (
  id           bigint primary key,
  office       smallint not null,
  unit         integer not null,
  key          text not null,
  one_origin   bytea not null,
  one_seq      bigint not null,
  one_hash     bytea not null,
  other_origin bytea not null,
  other_seq    bigint not null,
  other_hash   bytea not null,
  told_on      date not null,
  voided       boolean not null,
  voided_by    bytea,
  content      bytea not null
);
comment on table petition_unlike is 'pairs of petitions that were told apart; one per accepted PairDismissed that is not an alias';
comment on column petition_unlike.id is 'commit_seq of the entry that says so; its annex has the reason';
comment on column petition_unlike.office is 'office.id: who says so';
comment on column petition_unlike.unit is 'the version of its unit on the day; 0: it had none';
comment on column petition_unlike.key is 'the two addresses, the lesser first: unique in an office among those that are not voided';
comment on column petition_unlike.one_origin is 'the address of the one petition, as the entry names it: the id of its origin';
comment on column petition_unlike.one_seq is 'its number there';
comment on column petition_unlike.one_hash is 'the first eight bytes of its hash';
comment on column petition_unlike.other_origin is 'the same of the other one';
comment on column petition_unlike.other_seq is 'its number there';
comment on column petition_unlike.other_hash is 'the first eight bytes of its hash';
comment on column petition_unlike.told_on is 'the day';
comment on column petition_unlike.voided is 'taken back';
comment on column petition_unlike.voided_by is 'as of a petition';
comment on column petition_unlike.content is 'as of a petition';
create index petition_unlike_key on petition_unlike (office, key) where not voided;

-- what stands at an address that an entry names: a second copy leads to the first, and so does one that was lost to what was filed again
create function entry_named(origin_id bytea, at_seq bigint, hash8 bytea) returns bigint
language sql stable as $$
  select coalesce(v.alias_of, c.commit_seq)
  from (
    select j.commit_seq
    from origin o
    join journal j on j.origin = o.id and j.seq = at_seq
    where o.origin = origin_id and substr(j.hash, 1, 8) = hash8
    union all
    select f.entry
    from refiled f
    join origin first on first.origin = f.origin
    join journal j on j.commit_seq = f.entry
    join origin o on o.id = j.origin and o.office = first.office
    where f.origin = origin_id and f.seq = at_seq and substr(f.hash, 1, 8) = hash8
    limit 1
  ) c
  left join lateral (select alias_of from verdict where entry = c.commit_seq order by given_at desc limit 1) v on true
$$;
comment on function entry_named is 'commit_seq of the entry that stands at an address, aliases resolved; null: none';

create view petition_told_apart as
select least(u.one, u.other) as one, greatest(u.one, u.other) as other, u.id, u.office
from (
  select t.id, t.office, entry_named(t.one_origin, t.one_seq, t.one_hash) as one, entry_named(t.other_origin, t.other_seq, t.other_hash) as other
  from petition_unlike t
  where not t.voided
) u
where u.one is not null and u.other is not null;
comment on view petition_told_apart is 'pairs of petitions that somebody says are not the same, by their ids, the lesser first';

-- words of an entry that corrects something else than a petition were made of chance: filled again from the journal as the server begins
truncate entry_words;
