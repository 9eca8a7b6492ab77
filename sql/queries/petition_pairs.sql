-- petition_pairs: petitions whose texts say much the same, or that one person sent, two at a time: what was sent to several offices, or entered twice, not what one handed over to the other; the most alike first
-- roles province
-- pairs
-- param score page default 60: how much of the texts must be the same, in hundredths, to be shown where the sender is not
-- param office office: only pairs of which one is this office's
-- param petition words: only pairs of the petition with this number
-- param from date: of which the later one was received on this day or later
-- param to date: and on this day or earlier
-- param all page: 1: those that were told apart as well
-- column score INTEGER: how much of their texts is the same, in hundredths, without what every petition says
-- column phrases TEXT: the longest phrases that both have, as the first one writes them
-- column evidence TEXT: text: their texts are; identity: the sender is the same, as far as blind indexes of sealed identities tell
-- column agrees TEXT: in what they agree besides: kind, field, unit, day
-- column pairing TEXT: offered; linked: they are in one matter; told_apart: somebody has said that they are not the same
-- column days INTEGER: how many days lie between their receipts
-- column office TEXT: code of the office of the one that was received first, which is in charge of it
-- column local_no TEXT: its number in the office's register
-- column kind KIND: its kind
-- column field FIELD: what it is about
-- column received_on DATE: day of its receipt
-- column state STATE: how far it has come
-- column entry ADDRESS: the entry that received it
-- column other_office TEXT: code of the office of the other one
-- column other_local_no TEXT: number of the other one
-- column other_received_on DATE: day of its receipt
-- column other_state STATE: how far it has come
-- column other_entry ADDRESS: the entry that received it
with
numbered as (
  select distinct coalesce(c.target, n.entry) as id
  from entry_words n
  left join changed_fact c on n.corrects and c.entry = n.entry
  where n.number = ($3::text[])[4]
),
wanted as (
  select p.id, p.set_by
  from petition p
  where $3::text[] is null
    and not p.voided
    and ($2::smallint is null or $4::date is not null or $5::date is not null or p.office = $2::smallint)
    and ($4::date is null or p.received_on >= $4::date)
    and ($5::date is null or p.received_on <= $5::date)
  union all
  select p.id, p.set_by
  from numbered n
  join petition p on p.id = n.id
  where $3::text[] is not null
    and not p.voided
    and (($3::text[])[5] = '' or extract(year from p.received_on)::text = ($3::text[])[5])
),
asked as materialized (
  select distinct id, print
  from (
    select p.id, unnest(w.prints) as print
    from wanted p
    join entry_words w on w.entry = any (array[p.id, nullif(setter_entry(p.set_by, -2), 0), nullif(setter_entry(p.set_by, -1), 0)])
  ) as u
),
prints as materialized (
  select distinct print from asked
),
held as (
  select print, entry
  from (
    select w.entry, unnest(w.prints) as print
    from entry_words w
    where $3::text[] is null or w.prints && (select array_agg(print) from prints)
  ) as u
  where print in (select print from prints)
),
rare as materialized (
  select print, array_agg(entry) as entries from held group by print having count(*) <= 64
),
telling as (
  select id, count(*) as prints from asked join rare using (print) group by id
),
met as (
  select a.id, coalesce(c.target, h.entry) as other, count(*) as shared
  from asked a
  join rare r using (print)
  cross join unnest(r.entries) as h(entry)
  left join changed_fact c on c.entry = h.entry
  where coalesce(c.target, h.entry) <> a.id
  group by 1, 2
),
paired as (
  select least(m.id, m.other) as one, greatest(m.id, m.other) as two, max(m.shared) as shared
  from met m
  join telling t on t.id = m.id
  where m.shared >= least(2, t.prints)
  group by 1, 2
),
sent as (
  select least(w.id, s.other) as one, greatest(w.id, s.other) as two, true as same
  from wanted w
  join petition b on b.id = w.id and b.kind <> 2 and (b.blind_key is not null or b.from_seq is not null)
  -- what was taken in is found by the petition that it came of, and so is what came of the other one
  cross join lateral (select w.id union select petition_first(w.id) where b.from_seq is not null) as n
  cross join lateral petitions_of_sender(n.id) as f
  cross join lateral petition_line(f.other) as s(other)
  -- what became a denunciation on its way tells of nobody
  join petition o on o.id = s.other and o.kind <> 2
  where s.other <> w.id
  group by 1, 2
),
both_ways as (
  select one, two, coalesce(t.shared, 0) as shared, coalesce(s.same, false) as same_sender
  from paired t
  full join sent s using (one, two)
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
    d.same_sender,
    d.shared
  from both_ways d
  join petition p on p.id = d.one
  join petition q on q.id = d.two
  -- what an office took in is the petition that it came of, by whichever way, and no pair with it or with what else came of that
  cross join lateral (
    select case when p.from_seq is null then p.id else petition_first(p.id) end as one, case when q.from_seq is null then q.id else petition_first(q.id) end as two
  ) as f
  left join apart a on a.one = least(f.one, f.two) and a.other = greatest(f.one, f.two)
  where not p.voided and not q.voided
    and ($6::int is not null or a.one is null)
    and f.one <> f.two
    and ($2::smallint is null or $2::smallint in (p.office, q.office))
    and ($4::date is null or greatest(p.received_on, q.received_on) >= $4::date)
    and ($5::date is null or greatest(p.received_on, q.received_on) <= $5::date)
  order by d.same_sender desc, d.shared desc, greatest(d.one, d.two) desc
  limit 20000
)
select
  $1::int,
  coalesce(encode(pt.annex, 'hex'), '') || ':' || case when ps.commit_seq = pt.commit_seq then '=' else coalesce(encode(ps.annex, 'hex'), '') end
    || ':' || coalesce(encode(qt.annex, 'hex'), '') || ':'
    || case when qs.commit_seq = qt.commit_seq then '=' else coalesce(encode(qs.annex, 'hex'), '') end,
  case when d.same_sender then 'identity' else '' end,
  concat_ws(
    ' ', case when p.kind = q.kind then 'kind' end, case when p.field = q.field then 'field' end, case when p.unit = q.unit then 'unit' end,
    case when p.received_on = q.received_on then 'day' end
  ),
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
  q.received_on,
  q.state,
  qa.address
from ordered d
join petition p on p.id = d.earlier
join petition q on q.id = d.later
join entry_address pa on pa.id = p.id
join entry_address qa on qa.id = q.id
join journal pt on pt.commit_seq = coalesce(nullif(setter_entry(p.set_by, -2), 0), p.id)
join journal ps on ps.commit_seq = coalesce(nullif(setter_entry(p.set_by, -1), 0), p.id)
join journal qt on qt.commit_seq = coalesce(nullif(setter_entry(q.set_by, -2), 0), q.id)
join journal qs on qs.commit_seq = coalesce(nullif(setter_entry(q.set_by, -1), 0), q.id)
join office pf on pf.id = p.office
join office qf on qf.id = q.office
order by d.shared desc, d.later desc
