-- denunciation_counts: how many denunciations were received by half-year that is over and unit, in steps of 5, so that none points at somebody
-- roles province analyst
-- column half_year TEXT: 2020-H1 from January to June, 2020-H2 from July to December
-- column unit TEXT: code of the unit, of those that have 5 or more; null for the whole province
-- column received INTEGER: denunciations received, in steps of 5, downwards; null where there are less than 5 in all of the province; what one office took in from another is at both units, and counts once in the whole province
select d.year || '-H' || d.half, u.code, d.received::bigint
from denunciation_count d
left join unit u on u.id = d.unit
order by d.year, d.half, u.code nulls last
