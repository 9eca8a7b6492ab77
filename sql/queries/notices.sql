-- notices: documents of the province, to how many offices each was sent, and how many of them have read it; an office sees those that it was sent, and those of offices whose work it goes on with
-- roles province reporter
-- scope office
-- ended
-- param from date: issued on this day or later
-- param to date: issued on this day or earlier
-- column entry ADDRESS: the entry that issued it
-- column number TEXT: its number, as it is printed
-- column issued_on DATE: the day of issue
-- column document TEXT: what kind of document it is
-- column period TEXT: of which reports it speaks; null: of none
-- column signatory TEXT: who signed it
-- column tasks INTEGER: how many tasks it numbers
-- column offices INTEGER: to how many offices it was sent
-- column read INTEGER: by how many of them it was read, or by those that go on with the work of one that has ended
-- column unread INTEGER: by how many it was not
-- column withdrawn_on DATE: since that day it holds no more; null: it holds
with lines as (
  select notice, count(*) as offices, count(reading) as read,
    bool_or((select code from office where id = $3::smallint) in (code, goes_on)) as shown
  from notice_lines($4::text[]) group by notice
)
select
  encode(o.origin, 'hex') || ':' || j.seq,
  n.number,
  n.issued_on,
  n.kind,
  nullif(n.period, ''),
  n.signatory,
  n.tasks,
  r.offices,
  r.read,
  r.offices - r.read,
  n.withdrawn_on
from notice n
join journal j on j.commit_seq = n.id
join origin o on o.id = j.origin
join lines r on r.notice = n.id
where ($1::date is null or n.issued_on >= $1::date)
  and ($2::date is null or n.issued_on <= $2::date)
  and ($3::smallint is null or r.shown)
order by n.issued_on desc, n.id desc
