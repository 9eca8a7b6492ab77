-- matters: the matters that petitions are about, as they stand, without their titles; offices see their own and the province's
-- roles province reporter
-- scope office
-- param number words: only those with this number
-- column entry ADDRESS: the entry that opened it
-- column hash TEXT: the first eight bytes of its hash
-- column office TEXT: code of the office whose matter it is
-- column local_no TEXT: its number there
-- column opened_on DATE: the day
-- column field FIELD: what it is about
-- column project TEXT: code of the project that it comes of
-- column petitions INTEGER sum: petitions that are in it; of those an office sees its own
-- column pending INTEGER sum: of those, still open
select
  encode(o.origin, 'hex') || ':' || j.seq,
  encode(substr(j.hash, 1, 8), 'hex'),
  f.code,
  m.local_no,
  m.opened_on,
  m.field,
  nullif(m.project, ''),
  count(p.id),
  count(p.id) filter (where p.state <= 3 or p.state = 11)
from matter m
join journal j on j.commit_seq = m.id
join origin o on o.id = j.origin
join office f on f.id = m.office
left join petition_in_matter i on i.matter = m.id
left join petition p on p.id = i.petition and ($2::smallint is null or p.office = $2::smallint)
where not m.voided
  and ($1::text[] is null
    or (left(m.key, -5) = ($1::text[])[7] and (($1::text[])[5] = '' or right(m.key, 4) = ($1::text[])[5])))
  and ($2::smallint is null or m.office = $2::smallint or exists (select from origin r where r.office = m.office and r.role = 1))
group by m.id, o.origin, j.seq, j.hash, f.code
order by m.opened_on desc, m.id desc
