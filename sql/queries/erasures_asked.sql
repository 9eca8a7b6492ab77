-- erasures_asked: texts that offices ask to have erased, those that wait first
-- roles province
-- column entry ADDRESS: whose text it is; qcdc erase takes it
-- column office TEXT: code of the office
-- column asked_at TIMESTAMP: when the province received it
-- column state TEXT: asked, or erased: the text is gone
-- column reason NARRATIVE: what the office says why
select
  encode(o.origin, 'hex') || ':' || t.seq,
  f.code,
  a.committed_at,
  case when t.annex is null then 'erased' else 'asked' end,
  ':' || encode(a.annex, 'hex')
from erasure_asked e
join journal a on a.commit_seq = e.id
join journal t on t.commit_seq = e.target
join origin o on o.id = t.origin
join office f on f.id = o.office
order by t.annex is null, a.commit_seq
