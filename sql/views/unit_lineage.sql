-- unit_lineage: what a unit version became when units were merged, divided or had their borders moved.

create view open_data.unit_lineage as
select
  l.event_on,
  l.predecessor as predecessor_id,
  p.code as predecessor_code,
  p.name as predecessor_name,
  l.successor as successor_id,
  s.code as successor_code,
  s.name as successor_name,
  l.relation,
  nullif(l.legal_basis, '') as legal_basis
from public.unit_lineage l
join public.unit p on p.id = l.predecessor
join public.unit s on s.id = l.successor;

comment on view open_data.unit_lineage is
  'Sắp xếp đơn vị hành chính: đơn vị nào thành đơn vị nào / mergers and divisions: which unit became which';
comment on column open_data.unit_lineage.event_on is 'Ngày có hiệu lực / the day it took effect';
comment on column open_data.unit_lineage.predecessor_id is 'Đơn vị cũ (units.unit_id) / the unit before';
comment on column open_data.unit_lineage.predecessor_code is 'Mã đơn vị cũ / its code';
comment on column open_data.unit_lineage.predecessor_name is 'Tên đơn vị cũ / its name';
comment on column open_data.unit_lineage.successor_id is 'Đơn vị mới (units.unit_id) / the unit after';
comment on column open_data.unit_lineage.successor_code is 'Mã đơn vị mới / its code';
comment on column open_data.unit_lineage.successor_name is 'Tên đơn vị mới / its name';
comment on column open_data.unit_lineage.relation is
  'merge_full nhập toàn bộ, partial_split tách một phần, boundary_adjust_partial điều chỉnh địa giới / how the one became the other';
comment on column open_data.unit_lineage.legal_basis is 'Căn cứ pháp lý / the legal basis';
