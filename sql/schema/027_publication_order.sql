-- Every question about an earlier day, and every start, reads the order of publications: they are few, and verdicts are many, so that
-- those of each are looked up.

create or replace view publication_order as
select p.entry, p.accepted, row_number() over (order by coalesce(d.given_at, p.entry), p.entry) as place,
  greatest(j.first_committed_at, a.known_at) as known_at
from publication p
join journal j on j.commit_seq = p.entry
left join lateral (select max(v.given_at) as given_at from verdict v where v.entry = p.entry) as d on true
left join lateral (
  select min(t.first_committed_at) as known_at
  from verdict v
  join journal t on t.commit_seq = v.given_at
  where v.entry = p.entry and v.state = 0 and v.given_at > v.entry
) as a on true;

-- What waits is found in memory (server/ingest/memory.h), by nobody in the table.
drop index waiting_target;
