-- notice_readers: to which offices notices were sent, and which of them have read them: who, and when; first those that have not
-- roles province
-- ended
-- param number words: only the notice with this number
-- column number TEXT: its number, as it is printed
-- column issued_on DATE: the day of issue
-- column office TEXT: code of the office that it was sent to
-- column read_on DATE: the day on which it was read; null: it was not
-- column read_by TEXT: who has read it
-- column days INTEGER: how many days after the day of issue that was, or have gone by without it
-- column reader TEXT: code of the office whose people have read it: where the one that it was sent to has ended, mostly the one that goes on with its work
select
  n.number,
  n.issued_on,
  l.code,
  l.read_on,
  l.read_by,
  coalesce(l.read_on, (now() at time zone 'Asia/Ho_Chi_Minh')::date) - n.issued_on,
  l.reader
from notice n
join notice_lines($2::text[]) l on l.notice = n.id
where ($1::text[] is null
  or (left(n.key, -5) = ($1::text[])[7] and (($1::text[])[5] = '' or right(n.key, 4) = ($1::text[])[5])))
order by n.issued_on desc, n.id desc, l.reading is not null, l.code
