-- Of a petition that came from another office, the one that was received first: what a matter is counted by.

create function petition_received_first(petition bigint) returns bigint language sql stable parallel safe as $$
  with recursive up as (
    select p.id, p.from_origin, p.from_seq, 0 as hops from petition p where p.id = $1
    union all
    select q.id, q.from_origin, q.from_seq, u.hops + 1
    from up u
    join origin o on origin_number(o.origin) = u.from_origin
    join journal j on j.origin = o.id and j.seq = u.from_seq
    join petition_event e on e.id = j.commit_seq
    join petition q on q.id = e.petition
    where u.from_seq is not null and u.hops < 100
  )
  select id from up order by hops desc limit 1
$$;
comment on function petition_received_first(bigint) is 'the petition of which that one came by hand-overs; itself where it came from no other office';
