-- What people call an entry by, wherever a query names one.

create view entry_address as
select j.commit_seq as id, encode(o.origin, 'hex') || ':' || j.seq as address
from journal j
join origin o on o.id = j.origin;
comment on view entry_address is 'the address of each committed entry, "origin:seq", as qcdc takes and shows it';
comment on column entry_address.id is 'journal.commit_seq';
