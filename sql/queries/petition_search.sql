-- petition_search: petitions of all offices that have a number, or words in their title or summary: the best hits first
-- roles province
-- param words words required: a number of the register, or words that all have to be there, with or without diacritics; between double quotes they stand together
-- param units units: then, the units as they were (what is not given), or now: where they stand today after mergers
-- param unit unit: only of this unit
-- param office office: only of this office
-- param kind kind: only this kind
-- param field field: only this field
-- param state state: only in this state, pending (all that are still open), or taken_back, which is left out otherwise
-- param from date: received on this day or later
-- param to date: received on this day or earlier
-- param page page default 1: which fifty of what is found: 1 the first
-- param ended ended: only those that have ended like this: open, solved, unsolved (closed all the same) or passed_on
-- param handler handler: only what this official handles, with or without diacritics
-- param flag flag: only with this flag, such as DONG_NGUOI or DU_AN:<code>; DU_AN or DOI_THOAI alone is that of any
-- param due date: only what is due by law, or promised, on this day or earlier
-- column entry ADDRESS: the entry that received it
-- column office TEXT: code of the office
-- column unit TEXT: code of the unit that it belongs to; with units=now and its last day where it ended without one successor
-- column local_no TEXT: number in the office's register
-- column kind KIND: kind of petition
-- column field FIELD: what it is about
-- column received_on DATE: day of receipt
-- column state STATE: how far it has come
-- column ended ENDED: how it has ended: open, solved, unsolved (closed all the same) or passed_on
-- column handler TEXT: the official who handles it
-- column match TEXT: number; exact: the very words; folded: words that differ in diacritics, or of which the last goes on
-- column excerpt EXCERPT: where the words are
with
wanted as not materialized (
  select p.*
  from petition p
  where case when $7::int[] is null then not p.voided else (case when p.voided then 15 else p.state end) = any ($7::int[]) end
    and ($3::int[] is null or p.unit = any ($3::int[]))
    and ($4::smallint is null or p.office = $4::smallint)
    and ($5::smallint is null or p.kind = $5::smallint)
    and ($6::smallint is null or p.field = $6::smallint)
    and ($8::date is null or p.received_on >= $8::date)
    and ($9::date is null or p.received_on <= $9::date)
    and ($11::smallint is null or p.ended = $11::smallint)
    and ($12::text is null or p.handler_key = $12::text)
    and ($13::text is null or $13::text = any (string_to_array(p.flags, ' ')) or right($13::text, 1) = ':' and strpos(' ' || p.flags, ' ' || $13::text) > 0)
    and ($14::date is null or p.due_on <= $14::date or p.promised_on <= $14::date)
),
numbered as (
  select distinct p.id
  from entry_words w
  left join changed_fact c on w.corrects and c.entry = w.entry
  join wanted p on p.id = coalesce(c.target, w.entry)
  where w.number = ($1::text[])[4]
    and setter_entry(p.set_by, 0) = case when w.corrects then w.entry else 0 end
    and (($1::text[])[5] = '' or extract(year from p.received_on)::text = ($1::text[])[5])
),
-- What is frequent is found among the last entries, and nothing else is read.  What is not is rare enough to be looked up in the index of words, or
-- among the petitions that are wanted.  The database must not go on backwards in search of what may be nowhere, hence id + 0.
recent as materialized (
  select entry, words @@ ($1::text[])[1]::tsquery as exact
  from (select entry, corrects, words from entry_words order by entry desc limit 10000) as n
  where words @@ ($1::text[])[2]::tsquery and not corrects
),
recent_exact as materialized (
  select p.id
  from recent r
  join wanted p on p.id = r.entry
  where r.exact and (p.set_by is null or petition_words(p.id, p.set_by) @@ ($1::text[])[1]::tsquery)
  order by r.entry desc
  limit $10::int * 50
),
exact as materialized (
  select id from recent_exact
  union
  select id
  from (
    select p.id
    from entry_words w
    join wanted p on p.id = w.entry
    where (select count(*) from recent_exact) < $10::int * 50
      and w.words @@ ($1::text[])[1]::tsquery
      and not w.corrects
      and (p.set_by is null or petition_words(p.id, p.set_by) @@ ($1::text[])[1]::tsquery)
    order by p.id + 0 desc
    limit $10::int * 50
  ) as e
),
recent_folded as materialized (
  select p.id
  from recent r
  join wanted p on p.id = r.entry
  where (select count(*) from exact) < $10::int * 50
    and (p.set_by is null or petition_words(p.id, p.set_by) @@ ($1::text[])[2]::tsquery)
  order by r.entry desc
  limit $10::int * 50
),
folded as (
  select id from recent_folded
  union all
  select id
  from (
    select p.id
    from entry_words w
    join wanted p on p.id = w.entry
    where (select count(*) from recent_folded) < $10::int * 50
      and (select count(*) from exact) < $10::int * 50
      and w.words @@ ($1::text[])[2]::tsquery
      and not w.corrects
      and (p.set_by is null or petition_words(p.id, p.set_by) @@ ($1::text[])[2]::tsquery)
    order by p.id + 0 desc
    limit $10::int * 50
  ) as f
),
corrected as (
  select p.id, petition_words(p.id, p.set_by) as words
  from (
    select distinct c.target
    from entry_words w
    join changed_fact c on c.entry = w.entry
    where w.corrects and w.words @@ ($1::text[])[3]::tsquery
  ) as t
  join wanted p on p.id = t.target
),
found as (
  select id, min(rank) as rank
  from (
    select id, 0 as rank from numbered
    union all
    select id, 1 from exact
    union all
    select id, 2 from folded
    union all
    select id, case when words @@ ($1::text[])[1]::tsquery then 1 else 2 end from corrected
    where words @@ ($1::text[])[2]::tsquery
  ) as h
  group by id
  order by 2, 1 desc
  offset ($10::int - 1) * 50
  limit 50
)
select
  encode(o.origin, 'hex') || ':' || j.seq,
  f.code,
  coalesce(s.shown, u.code),
  p.local_no,
  p.kind,
  p.field,
  p.received_on,
  case when p.voided then 15 else p.state end,
  p.ended,
  nullif(p.handler, ''),
  (array['number', 'exact', 'folded'])[h.rank + 1],
  ($1::text[])[6] || ':' || coalesce(encode(jt.annex, 'hex'), '') || ':'
    || case when js.commit_seq = jt.commit_seq then '=' else coalesce(encode(js.annex, 'hex'), '') end
from found h
join petition p on p.id = h.id
join journal j on j.commit_seq = p.id
join journal jt on jt.commit_seq = coalesce(nullif(setter_entry(p.set_by, -2), 0), p.id)
join journal js on js.commit_seq = coalesce(nullif(setter_entry(p.set_by, -1), 0), p.id)
join origin o on o.id = j.origin
join office f on f.id = p.office
join unit u on u.id = p.unit
left join (
  select split_part(x, ':', 1)::int as unit, split_part(x, ':', 2) as shown from unnest($2::text[]) as x
) as s on s.unit = p.unit
order by h.rank, h.id desc
