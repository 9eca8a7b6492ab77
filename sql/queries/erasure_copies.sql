-- erasure_copies: where else the text of a petition stands, because it went from office to office: what qcdc erase takes with the entry that it names
-- roles province
-- param entry address required: the entry that brought the text
-- column entry ADDRESS: another one with the same title, summary or reason, or the same sender, sealed
-- column office TEXT: code of the office
-- column what TEXT: received, corrected, handed_over, taken_in, returned (as its sender was told) or step (of the same in the own register)
-- column state TEXT: there, or erased
with named as materialized (
  select j.commit_seq from origin o join journal j on j.origin = o.id and j.seq = split_part($1, ':', 2)::bigint
    where o.origin = decode(split_part($1, ':', 1), 'hex')),
copy as materialized (select c.entry from text_copies(array(select commit_seq from named)) c)
select
  encode(o.origin, 'hex') || ':' || j.seq,
  f.code,
  case x.relation when 1 then 'handed_over' when 2 then 'taken_in' when 3 then 'corrected' when 5 then 'returned' when 6 then 'step' else 'received' end,
  case when j.annex is null then 'erased' else 'there' end
from copy c
join journal j on j.commit_seq = c.entry
join origin o on o.id = j.origin
join office f on f.id = o.office
left join copied_text x on x.entry = c.entry
where c.entry not in (select commit_seq from named)
  and exists (select from copy d join copied_text h on h.entry = d.entry where h.relation in (1, 2, 5, 6))
order by j.commit_seq
