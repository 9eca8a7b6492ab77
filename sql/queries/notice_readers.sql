-- notice_readers: to which offices notices were sent, and which of them have read them: who, and when; first those that have not
-- roles province
-- param number words: only the notice with this number
-- column number TEXT: its number, as it is printed
-- column issued_on DATE: the day of issue
-- column office TEXT: code of the office that it was sent to
-- column read_on DATE: the day on which it was read; null: it was not
-- column read_by TEXT: who has read it
-- column days INTEGER: how many days after the day of issue that was, or have gone by without it
select
  n.number,
  n.issued_on,
  c.code,
  g.read_on,
  g.read_by,
  coalesce(g.read_on, (now() at time zone 'Asia/Ho_Chi_Minh')::date) - n.issued_on
from notice n
join journal j on j.commit_seq = n.id
join origin o on o.id = j.origin
cross join lateral unnest(string_to_array(n.shown_to, ' ')) as c(code)
left join office f on f.code = c.code
left join notice_reading g on g.office = f.id and g.notice_origin = o.origin and g.notice_seq = j.seq
where ($1::text[] is null
  or (left(n.key, -5) = ($1::text[])[7] and (($1::text[])[5] = '' or right(n.key, 4) = ($1::text[])[5])))
order by n.issued_on desc, n.id desc, g.id is not null, c.code
