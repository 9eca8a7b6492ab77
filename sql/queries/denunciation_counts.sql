-- denunciation_counts: how many denunciations were received by half-year and unit, counts below 3 together, so that none points at somebody
-- roles province analyst
-- column half_year TEXT: 2020-H1 from January to June, 2020-H2 from July to December
-- column unit TEXT: code of the unit; null for several together, of which one at least has less than 3
-- column received INTEGER: denunciations received; null where there are less than 3 in all of the province
select d.year || '-H' || d.half, u.code, d.received::bigint
from denunciation_count d
left join unit u on u.id = d.unit
order by d.year, d.half, u.code nulls last
