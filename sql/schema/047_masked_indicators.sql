-- Analysts see figures that tell of few people in steps of 5, downwards, and not below 5: which figures these are is published.
--
-- Denunciations of the registers go the same way, where until now counts below 3 stood together: what stood beside them could be subtracted from what forms
-- say, and what was asked today from what was asked yesterday.  Of a half-year that is not over nothing is shown.

alter table indicator add column masked boolean not null default false;
alter table indicator alter column masked drop default;
comment on column indicator.masked is 'analysts see its figures in steps: named by the table masked-indicators, or bound by a rule to one that is';

create or replace view denunciation_count as
with counted as (
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
over as (
  select year, half, unit, received
  from counted
  where make_date(year, 6 * half, 30) + half - 1 < (now() at time zone interval '7 hours')::date
)
select year, half, unit, div(received, 5) * 5 as received from over where received >= 5
union all
select year, half, null, nullif(div(sum(received), 5) * 5, 0) from over group by year, half;

comment on view denunciation_count is 'denunciations by half-year of receipt and unit, as analysts may see them';
comment on column denunciation_count.year is 'year of receipt';
comment on column denunciation_count.half is '1: January to June, 2: July to December; those that are over';
comment on column denunciation_count.unit is 'the unit as it was then, where it has 5 or more; null: the whole province';
comment on column denunciation_count.received is 'how many, in steps of 5, downwards; null: less than 5';
