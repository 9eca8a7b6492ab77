-- matter_petitions: petitions with the matter that each is in, without their text
-- roles province reporter
-- scope office
-- param number words: only those with this number
-- param from date: received on this day or later
-- param to date: received on this day or earlier
-- column entry ADDRESS: the entry that received it
-- column hash TEXT: the first eight bytes of its hash
-- column office TEXT: code of the office
-- column local_no TEXT: number in the office's register
-- column received_on DATE: day of receipt
-- column state STATE: how far it has come
-- column matter TEXT: the matter that it is in: office, number and year; null: in none
-- column joined_on DATE: since
-- column linked TEXT: what it was said to be in last: the entry and its hash
-- column flags TEXT: its flags, with a blank between
select
  encode(o.origin, 'hex') || ':' || j.seq,
  encode(substr(j.hash, 1, 8), 'hex'),
  f.code,
  p.local_no,
  p.received_on,
  p.state,
  mf.code || ':' || m.local_no || '@' || extract(year from m.opened_on),
  case when m.id is not null then p.matter_on end,
  p.matter,
  nullif(p.flags, '')
from petition p
join journal j on j.commit_seq = p.id
join origin o on o.id = j.origin
join office f on f.id = p.office
left join petition_in_matter i on i.petition = p.id
left join matter m on m.id = i.matter
left join office mf on mf.id = m.office
where not p.voided
  and ($1::text[] is null
    or (left(p.key, -5) = ($1::text[])[7] and (($1::text[])[5] = '' or right(p.key, 4) = ($1::text[])[5])))
  and ($2::date is null or p.received_on >= $2::date)
  and ($3::date is null or p.received_on <= $3::date)
  and ($4::smallint is null or p.office = $4::smallint)
order by p.received_on desc, p.id desc
