-- petition_scans: the scans of a petition, and how much of each has come; qcdc petition scan reads one
-- roles province reporter
-- scope office
-- ended
-- param petition address required: the entry that received it, or the one by which it was handed over
-- column entry ADDRESS: the entry that attached it
-- column on_day DATE: day on which it was attached
-- column shows TEXT: DON the petition, QUYET_DINH a decision, GIAY_TO_KHAC another paper
-- column media TEXT: PDF, JPEG, PNG or TIFF
-- column bytes INTEGER: sealed bytes
-- column have INTEGER: of them, here at the province by now
-- column hash TEXT: their BLAKE2b-256, in hexadecimal
-- column arrived TEXT: whole, part, none or erased: how far the province has it
select
  encode(o.origin, 'hex') || ':' || j.seq,
  a.on_day,
  case a.shows when 1 then 'DON' when 2 then 'QUYET_DINH' else 'GIAY_TO_KHAC' end,
  case a.media when 1 then 'PDF' when 2 then 'JPEG' when 3 then 'PNG' else 'TIFF' end,
  a.bytes,
  coalesce(b.have, 0),
  encode(a.hash, 'hex'),
  case when j.annex_hash is not null then 'erased' when b.have = a.bytes then 'whole' when b.have > 0 then 'part' else 'none' end
from origin eo
join journal ej on ej.origin = eo.id and ej.seq = split_part($1, ':', 2)::bigint
left join petition_event h on h.id = ej.commit_seq and h.to_office is not null
join petition p on p.id = coalesce(h.petition, ej.commit_seq)
join blob_attached a on a.petition = p.id
join journal j on j.commit_seq = a.id
join origin o on o.id = j.origin
left join blob b on b.hash = a.hash and b.bytes = a.bytes and b.office = p.office
where eo.origin = decode(split_part($1, ':', 1), 'hex') and p.kind <> 2
  and ($2::smallint is null or p.office = $2::smallint or exists (
    select from petition_event e
    join office f on f.id = $2::smallint
    where e.petition = p.id and not e.voided and (e.to_office = f.code or e.to_office || ':' || f.code = any ($3::text[]))))
order by a.id
