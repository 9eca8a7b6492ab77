-- receptions: what is counted of citizen reception, and nothing that was written of it: no number, no text, no petition.

create view open_data.receptions with (security_barrier) as
select
  r.id as reception_id,
  o.code as office,
  r.unit as unit_id,
  u.code as unit_code,
  u.name as unit_name,
  r.held_on,
  (array['THUONG_XUYEN', 'DINH_KY', 'DOT_XUAT'])[r.session] as session,
  (array['THU_TRUONG', 'UY_QUYEN', 'CAN_BO_TIEP'])[r.held_by] as held_by,
  r.receptions,
  r.persons,
  r.matters_first,
  r.matters_again,
  r.groups,
  r.group_persons,
  r.group_first,
  r.group_again
from public.reception r
join public.office o on o.id = r.office
join public.unit u on u.id = r.unit
where not r.voided;

comment on view open_data.receptions is
  'Tiếp công dân, chỉ những gì để đếm; không số, nội dung, loại đơn / citizen reception, what is counted of it: no number, no text, and not with what people came';
comment on column open_data.receptions.reception_id is 'Số của bản ghi / id';
comment on column open_data.receptions.office is 'Mã cơ quan tiếp / code of the office';
comment on column open_data.receptions.unit_id is 'Đơn vị hành chính lúc đó (units.unit_id) / the unit as it was then';
comment on column open_data.receptions.unit_code is 'Mã đơn vị / its code';
comment on column open_data.receptions.unit_name is 'Tên đơn vị / its name';
comment on column open_data.receptions.held_on is 'Ngày tiếp / the day';
comment on column open_data.receptions.session is 'THUONG_XUYEN thường xuyên, DINH_KY định kỳ, DOT_XUAT đột xuất / regular, scheduled, ad hoc';
comment on column open_data.receptions.held_by is
  'THU_TRUONG thủ trưởng tiếp, UY_QUYEN ủy quyền tiếp, CAN_BO_TIEP cán bộ tiếp công dân / the head in person, on his behalf, an officer';
comment on column open_data.receptions.receptions is 'Số lượt tiếp; 0: buổi tiếp không có công dân đến / receptions; 0: a session to which nobody came';
comment on column open_data.receptions.persons is 'Số người được tiếp / persons received';
comment on column open_data.receptions.matters_first is 'Số vụ việc tiếp lần đầu / matters received for the first time';
comment on column open_data.receptions.matters_again is 'Số vụ việc tiếp nhiều lần / matters received again';
comment on column open_data.receptions.groups is 'Số đoàn đông người / large groups';
comment on column open_data.receptions.group_persons is 'Trong đó số người của đoàn đông người / their persons';
comment on column open_data.receptions.group_first is 'Trong đó vụ việc tiếp lần đầu của đoàn đông người / their matters, first time';
comment on column open_data.receptions.group_again is 'Trong đó vụ việc tiếp nhiều lần của đoàn đông người / their matters, again';
