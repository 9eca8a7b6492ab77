-- Petitions counted once in all of the province, and those that were closed without being solved.

alter table petition_rollup
  add column taken_in bigint not null default 0, add column unsolved bigint not null default 0,
  add column closed_taken_in bigint not null default 0, add column closed_unsolved bigint not null default 0;
comment on column petition_rollup.taken_in is 'of those received, how many were taken in from another office of the province, which received them first';
comment on column petition_rollup.unsolved is 'of those received, how many are closed by now and not solved: petition.ended is 2';
comment on column petition_rollup.closed_taken_in is 'of those settled on that day, how many were taken in from another office';
comment on column petition_rollup.closed_unsolved is 'of those settled on that day, how many are not solved';

update petition_rollup r
set taken_in = s.taken_in, unsolved = s.unsolved, closed_taken_in = s.closed_taken_in, closed_unsolved = s.closed_unsolved
from (
  select unit, kind, field, day, sum(taken_in) as taken_in, sum(unsolved) as unsolved, sum(closed_taken_in) as closed_taken_in,
    sum(closed_unsolved) as closed_unsolved
  from (
    select unit, kind, field, received_on, (from_seq is not null)::int, (ended = 2)::int, 0, 0 from petition where not voided
    union all
    select unit, kind, field, settled_on, 0, 0, (from_seq is not null)::int, (ended = 2)::int from petition
    where not voided and (state between 4 and 6 or state = 13)
  ) as p (unit, kind, field, day, taken_in, unsolved, closed_taken_in, closed_unsolved)
  group by 1, 2, 3, 4
) as s
where (s.unit, s.kind, s.field, s.day) = (r.unit, r.kind, r.field, r.day)
  and s.taken_in + s.unsolved + s.closed_taken_in + s.closed_unsolved > 0;
