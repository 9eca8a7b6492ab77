-- units: administrative units, one row for each version of one; a code may be used again for another unit later.

create view open_data.units as
select
  u.id as unit_id,
  u.code,
  u.name,
  (array['province', 'district', 'commune'])[u.level + 1] as level,
  nullif(u.parent_code, '') as parent_code,
  case when u.valid_from > date '1900-01-01' then u.valid_from end as valid_from,
  case when u.valid_to < date '9999-12-31' then u.valid_to end as valid_to
from public.unit u;

comment on view open_data.units is
  'Đơn vị hành chính, mỗi dòng một phiên bản; mã có thể được dùng lại / administrative units, one row per version; codes may be reused';
comment on column open_data.units.unit_id is 'Số của phiên bản đơn vị, không đổi / id of the version, which never changes';
comment on column open_data.units.code is 'Mã của Tổng cục Thống kê lúc đó / the code of the statistics office at that time';
comment on column open_data.units.name is 'Tên / name';
comment on column open_data.units.level is 'Cấp: province tỉnh, district huyện, commune xã / level';
comment on column open_data.units.parent_code is 'Mã đơn vị cấp trên / code of the unit above';
comment on column open_data.units.valid_from is 'Có từ ngày; trống: từ trước / in being from this day; null: from before the register';
comment on column open_data.units.valid_to is 'Đến hết ngày; trống: vẫn còn / until this day, inclusive; null: it still is';
