-- items: tasks of notices, recommendations, measures and questions that are to be done, the first due first; an office sees those that it opened or is to do, and the parts of what it opened
-- roles province reporter
-- scope office
-- ended
-- param state task_state: only in this state; what is closed is left out otherwise
-- param source source: only what comes from this
-- param owner office: only what this office is to do, or another one whose work it goes on with
-- param notice words: only the tasks of the notice with this number
-- param part_of address: only the parts of the task that this entry opened
-- param on date: what is overdue on this day, and who goes on with whose work, today if not given
-- param overdue page: 1: only what is overdue on that day
-- param after address: only what comes behind the task that this entry opened: the next page, with limit
-- column entry ADDRESS: the entry that opened it
-- column number TEXT: by which it is known
-- column source SOURCE: what it comes from
-- column owner TEXT: code of the office that is to do it; where that one has ended, the one that goes on with its work; null: nobody yet
-- column person TEXT: who there
-- column due_on DATE: its last day
-- column task_state TASK_STATE: where it stands
-- column state_on DATE: since that day
-- column overdue INTEGER: by how many days its last day has passed while it lies with its owner, or with nobody; null: it has not
-- column asked_due_on DATE: the last day that its owner asks for instead
-- column reported_on DATE: the day on which it was reported the last time
-- column late INTEGER: by how many days that was after its last day; null: it was not
-- column returned INTEGER: how often what was reported was returned
-- column extended INTEGER: how often its last day was put off
-- column office TEXT: code of the office that opened it
-- column opened_on DATE: the day of opening
-- column closed_on DATE: the day on which it was closed
-- column task INTEGER: of a notice: which of its tasks
-- column about_entry ADDRESS: the entry that it is about: the notice, what it is a part of
with ended as materialized (
  select split_part(x, ':', 1) as code, split_part(x, ':', 2) as heir from unnest($10::text[]) as x
)
select
  encode(o.origin, 'hex') || ':' || j.seq,
  i.number,
  i.source,
  nullif(coalesce((select e.heir from ended e where e.code = i.owner), i.owner), ''),
  nullif(i.person, ''),
  i.due_on,
  i.state,
  i.since,
  case when i.state in (0, 1, 2, 5) and i.due_on < d.day then d.day - i.due_on end,
  i.asked_due_on,
  i.reported_on,
  case when i.reported_on > i.due_on then i.reported_on - i.due_on end,
  i.returned,
  i.extended,
  f.code,
  i.opened_on,
  i.closed_on,
  nullif(i.task, 0),
  case when i.of_seq > 0 then (select encode(a.origin, 'hex') from origin a where origin_number(a.origin) = i.of_origin) || ':' || i.of_seq end
from (select coalesce($6::date, (now() at time zone 'Asia/Ho_Chi_Minh')::date) as day) d
join item i on true
join journal j on j.commit_seq = i.id
join origin o on o.id = j.origin
join office f on f.id = i.office
-- What a question picks is collected first, and then found by its number: an "in" behind an "or" would be looked up in every row.
where case when $1::smallint is null then i.state < 6 else i.state = $1::smallint end
  and ($2::smallint is null or i.source = $2::smallint)
  and ($3::int is null or i.owner = any (array(
    select c.code from office c where c.id = $3::int
    union all select e.code from ended e where e.heir = (select c.code from office c where c.id = $3::int))))
  and ($4::text[] is null or i.id = any (array(
    select t.id
    from notice n join journal nj on nj.commit_seq = n.id join origin no on no.id = nj.origin
    join item t on t.of_origin = origin_number(no.origin) and t.of_seq = nj.seq and t.of_seq > 0
    where left(n.key, -5) = ($4::text[])[7] and (($4::text[])[5] = '' or right(n.key, 4) = ($4::text[])[5]))))
  and ($5::text is null or (i.of_origin = origin_number(decode(split_part($5::text, ':', 1), 'hex')) and i.of_seq > 0 and i.of_seq = split_part($5::text, ':', 2)::bigint))
  and ($7::int is null or (i.state in (0, 1, 2, 5) and i.due_on < d.day))
  and ($8::text is null or (coalesce(i.due_on, 'infinity'::date), i.id) > (
    select coalesce(b.due_on, 'infinity'::date), b.id
    from origin bo join journal bj on bj.origin = bo.id join item b on b.id = bj.commit_seq
    where bo.origin = decode(split_part($8::text, ':', 1), 'hex') and bj.seq = split_part($8::text, ':', 2)::bigint))
  and ($9::smallint is null or i.id = any (array(
    select t.id from item t where t.office = $9::smallint
    union all select t.id from item t where t.owner = any (array(
      select c.code from office c where c.id = $9::smallint
      union all select e.code from ended e where e.heir = (select c.code from office c where c.id = $9::smallint)))
    union all select t.id
    from item w join journal wj on wj.commit_seq = w.id join origin wo on wo.id = wj.origin
    join item t on t.of_origin = origin_number(wo.origin) and t.of_seq = wj.seq and t.of_seq > 0
    where w.office = $9::smallint)))
order by coalesce(i.due_on, 'infinity'::date), i.id
