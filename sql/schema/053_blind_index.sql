-- By which petitions of one person are told, without telling who it is.

alter table petition add column blind_key bigint, add column blind_number bytea, add column blind_place bytea;
comment on column petition.blind_key is 'the key of its blind indexes, by the first eight bytes of its hash; null: it has none';
comment on column petition.blind_number is 'keyed hash of the sender''s name and number; null: not known';
comment on column petition.blind_place is 'keyed hash of the sender''s name, year of birth and commune; null: not known';
alter table petition add constraint blind_of_sealed check (blind_key is null or identity_key is not null);
create index petition_blind_number on petition (blind_number, blind_key) where blind_number is not null and not voided;
create index petition_blind_place on petition (blind_place, blind_key) where blind_place is not null and not voided;

-- an index goes out of use with the text that it is of
create function is_sealed_here(petition bigint, set_by bytea) returns boolean
language sql stable as $$
  select annex is not null from journal where commit_seq = coalesce(nullif(setter_entry(set_by, -3), 0), petition)
$$;
comment on function is_sealed_here is 'whether it is still there who sent a petition, with petition.set_by';

-- other petitions of the same person: BY_ is number, place or both; an index of more petitions than 64 leads nowhere
create function petitions_of_sender(asked bigint) returns table (other bigint, by_ text)
language sql stable as $$
  select o.id, string_agg(o.what, ' ' order by o.what)
  from petition p
  cross join lateral (
    select q.id, 'number' as what
    from petition q
    where q.blind_number = p.blind_number and q.blind_key = p.blind_key and not q.voided and q.id <> p.id
      and (select count(*) from petition c where c.blind_number = p.blind_number and c.blind_key = p.blind_key and not c.voided) <= 64
      and is_sealed_here(q.id, q.set_by)
    union all
    select q.id, 'place'
    from petition q
    where q.blind_place = p.blind_place and q.blind_key = p.blind_key and not q.voided and q.id <> p.id
      and (select count(*) from petition c where c.blind_place = p.blind_place and c.blind_key = p.blind_key and not c.voided) <= 64
      and is_sealed_here(q.id, q.set_by)
  ) as o
  where p.id = asked and not p.voided and is_sealed_here(p.id, p.set_by)
  group by o.id
$$;
comment on function petitions_of_sender is 'petitions whose sealed sender has the same blind index as that of one, and by which of the two';
