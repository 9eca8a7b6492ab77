-- petition_same_identity: petitions that one person sent, as far as blind indexes of sealed identities tell, two at a time; who it is they do not tell
-- roles province
-- param office office: only pairs of which one is this office's
-- param petition words: only pairs of the petition with this number
-- param from date: of which the later one was received on this day or later
-- param to date: and on this day or earlier
-- param all page: 1: those that were told apart as well
-- column same TEXT: what is the same of the senders: number, of their identity cards; place, their years of birth and communes; their names in any case
-- column pairing TEXT: offered; linked: they are in one matter; told_apart: somebody has said that they are not the same
-- column days INTEGER: how many days lie between their receipts
-- column office TEXT: code of the office of the one that was received first
-- column local_no TEXT: its number in the office's register
-- column kind KIND: its kind
-- column field FIELD: what it is about
-- column received_on DATE: day of its receipt
-- column state STATE: how far it has come
-- column entry ADDRESS: the entry that received it
-- column other_office TEXT: code of the office of the other one
-- column other_local_no TEXT: number of the other one
-- column other_kind KIND: its kind
-- column other_received_on DATE: day of its receipt
-- column other_state STATE: how far it has come
-- column other_entry ADDRESS: the entry that received it
with
numbered as (
  select distinct coalesce(c.target, n.entry) as id
  from entry_words n
  left join changed_fact c on n.corrects and c.entry = n.entry
  where n.number = ($2::text[])[4]
),
wanted as (
  select p.id, p.from_seq
  from petition p
  where not p.voided and p.kind <> 2 and (p.blind_key is not null or p.from_seq is not null)
    and ($2::text[] is null
      or (p.id in (select id from numbered) and (($2::text[])[5] = '' or extract(year from p.received_on)::text = ($2::text[])[5])))
    and ($1::smallint is null or $2::text[] is not null or $3::date is not null or $4::date is not null or p.office = $1::smallint)
    and ($2::text[] is not null or $3::date is null or p.received_on >= $3::date)
    and ($2::text[] is not null or $4::date is null or p.received_on <= $4::date)
),
paired as (
  select least(w.id, s.other) as one, greatest(w.id, s.other) as two, max(s.by_) as same
  from wanted w
  -- what was taken in is found by the petition that it came of, and so is what came of the other one
  cross join lateral (select w.id union select petition_first(w.id) where w.from_seq is not null) as n
  cross join lateral petitions_of_sender(n.id) as f
  cross join lateral (select l as other, f.by_ from petition_line(f.other) as l) as s
  -- what became a denunciation on its way tells of nobody
  join petition o on o.id = s.other and o.kind <> 2
  where s.other <> w.id
  group by 1, 2
),
apart as materialized (
  select distinct one, other from petition_lines_apart
),
ordered as (
  select
    case when (p.received_on, p.id) < (q.received_on, q.id) then p.id else q.id end as earlier,
    case when (p.received_on, p.id) < (q.received_on, q.id) then q.id else p.id end as later,
    case
      when a.one is not null then 'told_apart'
      when p.matter = q.matter and (select count(distinct i.petition) from petition_in_matter i where i.petition in (d.one, d.two)) = 2 then 'linked'
      else 'offered'
    end as standing,
    d.same
  from paired d
  join petition p on p.id = d.one
  join petition q on q.id = d.two
  -- what an office took in is the petition that it came of, and no pair with it
  cross join lateral (
    select case when p.from_seq is null then p.id else petition_first(p.id) end as one, case when q.from_seq is null then q.id else petition_first(q.id) end as two
  ) as f
  left join apart a on a.one = least(f.one, f.two) and a.other = greatest(f.one, f.two)
  where f.one <> f.two
    and ($5::int is not null or a.one is null)
    and ($1::smallint is null or $1::smallint in (p.office, q.office))
    and ($3::date is null or greatest(p.received_on, q.received_on) >= $3::date)
    and ($4::date is null or greatest(p.received_on, q.received_on) <= $4::date)
)
select
  d.same,
  d.standing,
  q.received_on - p.received_on,
  pf.code,
  p.local_no,
  p.kind,
  p.field,
  p.received_on,
  p.state,
  pa.address,
  qf.code,
  q.local_no,
  q.kind,
  q.received_on,
  q.state,
  qa.address
from ordered d
join petition p on p.id = d.earlier
join petition q on q.id = d.later
join entry_address pa on pa.id = p.id
join entry_address qa on qa.id = q.id
join office pf on pf.id = p.office
join office qf on qf.id = q.office
order by q.received_on desc, q.id desc, p.id desc
