-- identity_openings: who opened which sealed identity when, the last first; the reason is in the entry
-- roles province reporter
-- scope office
-- param from date: opened on this day or later
-- param to date: opened on this day or earlier
-- column opened_at TIMESTAMP: when the server took it in
-- column by TEXT: code of the office that opened it
-- column opening ADDRESS: the entry that says so
-- column entry ADDRESS: the entry that received the petition
-- column office TEXT: code of the office whose petition it is
-- column local_no TEXT: number in that office's register
select
  j.committed_at,
  bf.code,
  encode(o.origin, 'hex') || ':' || j.seq,
  pa.address,
  f.code,
  p.local_no
from identity_opened i
join journal j on j.commit_seq = i.id
join origin o on o.id = j.origin
join office bf on bf.id = o.office
join petition p on p.id = i.petition
join entry_address pa on pa.id = p.id
join office f on f.id = p.office
where ($1::date is null or j.committed_at >= $1::date)
  and ($2::date is null or j.committed_at < $2::date + 1)
  and ($3::smallint is null or p.office = $3::smallint)
order by i.id desc
