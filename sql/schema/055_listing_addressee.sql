-- Who is shown a case on a list: the office whose it is and every one that it was ever given to, each all that was said of it.

create view listing_addressee as
select c.code, e.entry
from case_listing l
cross join lateral (
  select l.shown_to as code union select l.owner union select d.owner from case_decision d where d.listing = l.id
) as c
cross join lateral (
  select l.id as entry union select d.id from case_decision d where d.listing = l.id
) as e
where l.shown_to <> '' and c.code <> '';
comment on view listing_addressee is 'what was said of cases on lists, with the code of each office that is shown it; nobody is shown what stands on a list of restricted visibility';
