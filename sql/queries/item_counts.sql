-- item_counts: how many tasks are to be done, overdue, reported and closed; an office counts those that it is to do
-- roles province reporter
-- scope office
-- ended
-- param by by: what to count by: owner, source, task_state; all in one row if not given
-- param owner office: only what this office is to do, or another one whose work it goes on with
-- param source source: only what comes from this
-- param on date: what is overdue on this day, and who goes on with whose work, today if not given
-- column owner TEXT if by: code of the office that is to do it; where that one has ended, the one that goes on with its work; null: nobody yet
-- column source SOURCE if by: what it comes from
-- column task_state TASK_STATE if by: where it stands
-- column tasks INTEGER sum: how many there are
-- column unfinished INTEGER sum: how many of them still lie with their owner, or with nobody
-- column overdue INTEGER sum: how many of these are past their last day
-- column waiting INTEGER sum: how many are reported and wait for a decision
-- column closed INTEGER sum: how many are closed
with ended as materialized (
  select split_part(x, ':', 1) as code, split_part(x, ':', 2) as heir from unnest($6::text[]) as x
), mine as materialized (
  select c.code from office c where c.id = coalesce($5::int, $2::int)
  union all select e.code from ended e where e.heir = (select c.code from office c where c.id = coalesce($5::int, $2::int))
)
select
  case when g.owner then nullif(coalesce(e.heir, i.owner), '') end,
  case when g.source then i.source end,
  case when g.state then i.state end,
  sum(i.items),
  sum(i.items) filter (where i.state in (0, 1, 2, 5)),
  sum(i.items) filter (where i.state in (0, 1, 2, 5) and i.due_on < g.day),
  sum(i.items) filter (where i.state = 3),
  sum(i.items) filter (where i.state = 6)
from (
  select 'owner' = any (string_to_array($1::text, ',')) as owner, 'source' = any (string_to_array($1::text, ',')) as source,
    'task_state' = any (string_to_array($1::text, ',')) as state, coalesce($4::date, (now() at time zone 'Asia/Ho_Chi_Minh')::date) as day
) as g
cross join (
  -- all of one owner, source, state and last day at once: the index alone is read
  select owner, source, state, due_on, count(*) as items
  from item
  where ($3::smallint is null or source = $3::smallint)
    and (coalesce($5::int, $2::int) is null or owner in (select code from mine))
  group by owner, source, state, due_on
) as i
left join ended e on e.code = i.owner
where $2::int is null or $5::int is null or $2::int = $5::int
group by 1, 2, 3
order by 1 nulls last, 2, 3
