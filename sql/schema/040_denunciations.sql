-- Denunciations as analysts count them: by half-years and units, and never so few that they point at somebody.
--
-- A count below 3 is not shown by its unit but together with all such of the half-year; where those are below 3 as well, the smallest count that
-- would be shown goes in with them.  Nothing else that an analyst sees of the register has denunciations in it, so that no total can be had from which
-- what is shown could be subtracted.

create view denunciation_count as
with cell as (
  select
    extract(year from day)::int as year,
    case when extract(month from day) <= 6 then 1 else 2 end as half,
    unit,
    sum(received) as received
  from petition_rollup
  where kind = 2
  group by 1, 2, 3
  having sum(received) > 0
),
placed as (
  select
    year, half, unit, received,
    coalesce(sum(received) filter (where received < 3) over (partition by year, half), 0) as few,
    row_number() over (partition by year, half order by received < 3, received, unit) as place
  from cell
),
shown as (
  select
    year, half, received,
    case when received < 3 or (place = 1 and few between 1 and 2) then null else unit end as unit
  from placed
)
select year, half, unit, case when sum(received) < 3 then null else sum(received) end as received
from shown
group by 1, 2, 3;

comment on view denunciation_count is 'denunciations by half-year of receipt and unit, as analysts may see them';
comment on column denunciation_count.year is 'year of receipt';
comment on column denunciation_count.half is '1: January to June, 2: July to December';
comment on column denunciation_count.unit is 'the unit as it was then; null: several together, of which one at least has less than 3';
comment on column denunciation_count.received is 'how many; null: less than 3 in all of the province';
