-- denunciations: counts that point at nobody; the view petitions has none of them (040_denunciations.sql).

create view open_data.denunciations with (security_barrier) as
select
  d.year || '-H' || d.half as half_year,
  d.unit as unit_id,
  u.code as unit_code,
  u.name as unit_name,
  d.received
from public.denunciation_count d
left join public.unit u on u.id = d.unit;

comment on view open_data.denunciations is
  'Số đơn tố cáo theo nửa năm và đơn vị; số dưới 3 được gộp để không chỉ ra ai / denunciations by half-year and unit; counts below 3 are put together, so that none points at somebody';
comment on column open_data.denunciations.half_year is 'Nửa năm tiếp nhận, H1 tháng 1 đến 6, H2 tháng 7 đến 12 / half-year of receipt, January to June or July to December';
comment on column open_data.denunciations.unit_id is
  'Đơn vị hành chính lúc đó (units.unit_id); trống: nhiều đơn vị gộp lại, trong đó có đơn vị dưới 3 đơn / the unit as it was then; null: several together, of which one at least has less than 3';
comment on column open_data.denunciations.unit_code is 'Mã đơn vị / its code';
comment on column open_data.denunciations.unit_name is 'Tên đơn vị / its name';
comment on column open_data.denunciations.received is 'Số đơn tố cáo; trống: cả tỉnh dưới 3 / how many; null: less than 3 in all of the province';
