-- Counts by day, so that any window of days can be asked for: the data window of a report is no row of calendar months.

drop table petition_rollup;
create table petition_rollup (
  unit         integer not null,
  kind         smallint not null,
  field        smallint not null,
  day          date not null,
  received     bigint not null,
  settled      bigint not null,
  pending      bigint not null,
  closed       bigint not null,
  primary key (unit, kind, field, day)
) with (fillfactor = 50);
comment on table petition_rollup is 'counts by unit version, kind, field and day, of petitions that are not voided';
comment on column petition_rollup.received is 'received on that day';
comment on column petition_rollup.settled is 'of those received, how many are settled by now';
comment on column petition_rollup.pending is 'of those received, how many are still open';
comment on column petition_rollup.closed is 'settled on that day, whenever they were received';

insert into petition_rollup
select unit, kind, field, day, sum(received), sum(settled), sum(pending), sum(closed)
from (
  select unit, kind, field, received_on, 1, (state between 4 and 6)::int, (state <= 3)::int, 0 from petition where not voided
  union all
  select unit, kind, field, settled_on, 0, 0, 0, 1 from petition where not voided and state between 4 and 6
) as p (unit, kind, field, day, received, settled, pending, closed)
group by 1, 2, 3, 4;
