-- denunciations: counts that point at nobody; the view petitions has none of them (047_masked_indicators.sql).

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
  'Số đơn tố cáo theo nửa năm đã qua và đơn vị, làm tròn xuống bội số của 5 để không chỉ ra ai / denunciations by half-year that is over and unit, in steps of 5, so that none points at somebody';
comment on column open_data.denunciations.half_year is 'Nửa năm tiếp nhận, H1 tháng 1 đến 6, H2 tháng 7 đến 12 / half-year of receipt, January to June or July to December';
comment on column open_data.denunciations.unit_id is
  'Đơn vị hành chính lúc đó (units.unit_id), nếu có từ 5 đơn; trống: cả tỉnh / the unit as it was then, where it has 5 or more; null: the whole province';
comment on column open_data.denunciations.unit_code is 'Mã đơn vị / its code';
comment on column open_data.denunciations.unit_name is 'Tên đơn vị / its name';
comment on column open_data.denunciations.received is 'Số đơn tố cáo, bội số của 5; trống: dưới 5 / how many, in steps of 5, downwards; null: less than 5';
