-- petition_identity: who sent the petition that an entry of the device which asks opens, sealed as it is kept; qcdc petition identity opens it
-- roles province
-- asker
-- param opening address required: the entry by which the device that asks opened it: whoever reads says why himself
-- column entry ADDRESS: the entry that received it
-- column office TEXT: code of the office
-- column local_no TEXT: number in the office's register
-- column annex TEXT: the annex with what is sealed, in hexadecimal; empty once it was erased
select
  pa.address,
  f.code,
  p.local_no,
  encode(a.annex, 'hex')
from origin o
join journal j on j.origin = o.id and j.seq = split_part($1, ':', 2)::bigint
join identity_opened i on i.id = j.commit_seq
join petition p on p.id = i.petition
join entry_address pa on pa.id = p.id
join office f on f.id = p.office
join journal a on a.commit_seq = coalesce(nullif(setter_entry(p.set_by, -3), 0), p.id)
where o.origin = decode(split_part($1, ':', 1), 'hex') and o.id = $2::int4 and o.role = 1 and p.identity_key is not null
