-- petitions: what is counted of a petition, and nothing that was written in it: no number, no title, no text, no flags.
-- Of denunciations there are counts alone (denunciations.sql).

create view open_data.petitions with (security_barrier) as
select
  p.id as petition_id,
  o.code as office,
  p.unit as unit_id,
  u.code as unit_code,
  u.name as unit_name,
  (array['KHIEU_NAI', null, 'KIEN_NGHI', 'PHAN_ANH'])[p.kind] as kind,
  (array['DAT_DAI', 'XAY_DUNG', 'DAU_TU', 'DANG_KY_KD', 'THUE', 'MOI_TRUONG', 'CHE_DO_CHINH_SACH', 'TU_PHAP', 'CAN_BO', 'KHAC'])[p.field]
    as field,
  (array['TRUC_TIEP', 'BUU_CHINH', 'TRUC_TUYEN', 'CHUYEN_DEN'])[p.channel] as channel,
  p.people,
  p.received_on,
  (array['received', 'classified', 'accepted', 'suspended', 'settled', 'in_force', 'carried_out', 'refused', 'guided', 'forwarded',
    'withdrawn', 'verifying', 'kept_as_information', 'appealed', 'returned'])[p.state + 1] as state,
  p.settled_on,
  (array['DUNG', 'SAI', 'DUNG_MOT_PHAN', 'RUT_DINH_CHI'])[p.outcome] as outcome,
  p.instance,
  p.due_on,
  p.due_rule,
  p.settle_due_on,
  (array['open', 'solved', 'unsolved', 'passed_on'])[p.ended + 1] as ended,
  p.from_seq is not null as taken_in
from public.petition p
join public.office o on o.id = p.office
join public.unit u on u.id = p.unit
where not p.voided and p.kind <> 2;

comment on view open_data.petitions is
  'Đơn trừ đơn tố cáo, chỉ những gì để đếm; không số, trích yếu, nội dung / petitions but denunciations, what is counted of them: no number, no title, no text';
comment on column open_data.petitions.petition_id is 'Số của bản ghi / id';
comment on column open_data.petitions.office is 'Mã cơ quan tiếp nhận / code of the office that received it';
comment on column open_data.petitions.unit_id is 'Đơn vị hành chính lúc đó (units.unit_id) / the unit as it was then';
comment on column open_data.petitions.unit_code is 'Mã đơn vị / its code';
comment on column open_data.petitions.unit_name is 'Tên đơn vị / its name';
comment on column open_data.petitions.kind is
  'KHIEU_NAI khiếu nại, KIEN_NGHI kiến nghị, PHAN_ANH phản ánh; đơn tố cáo: xem denunciations / complaint, recommendation, feedback; denunciations: see there';
comment on column open_data.petitions.field is 'Lĩnh vực / what it is about';
comment on column open_data.petitions.channel is
  'TRUC_TIEP trực tiếp, BUU_CHINH bưu chính, TRUC_TUYEN trực tuyến, CHUYEN_DEN chuyển đến; trống: không ghi / how it came; null: not said';
comment on column open_data.petitions.people is 'Số người ký / how many signed';
comment on column open_data.petitions.received_on is 'Ngày tiếp nhận / day of receipt';
comment on column open_data.petitions.state is
  'received tiếp nhận, classified phân loại, accepted thụ lý, suspended tạm đình chỉ, settled đã giải quyết, in_force có hiệu lực, carried_out đã thi hành, refused không thụ lý, guided hướng dẫn, forwarded chuyển đơn, withdrawn rút đơn, verifying xác minh, kept_as_information thông tin phục vụ quản lý, appealed khiếu nại tiếp hoặc khởi kiện, returned chuyển trả / where it stands';
comment on column open_data.petitions.settled_on is 'Ngày giải quyết; trống: chưa / day of settlement; null: not settled';
comment on column open_data.petitions.instance is '1 lần đầu, 2 khiếu nại lần hai / first; second complaint';
comment on column open_data.petitions.outcome is
  'DUNG đúng, SAI sai, DUNG_MOT_PHAN có đúng có sai, RUT_DINH_CHI rút đơn, đình chỉ; trống: không có / upheld, rejected, partly upheld, withdrawn or dropped; null: none';
comment on column open_data.petitions.due_on is 'Ngày cuối của thời hạn đang chạy kết thúc sớm nhất; trống: không có / last day of the deadline that runs and ends first; null: none runs';
comment on column open_data.petitions.due_rule is 'Quy định về thời hạn đó / its rule';
comment on column open_data.petitions.settle_due_on is 'Hạn giải quyết, theo những gì đã ban hành khi giải quyết / last day to settle it, as it was known when it was settled';
comment on column open_data.petitions.ended is
  'open còn giải quyết, solved đã giải quyết xong, unsolved đã kết thúc nhưng chưa giải quyết được, passed_on đã chuyển / how it has ended here: open, solved, closed and not solved, passed on to another office';
comment on column open_data.petitions.taken_in is
  'Do cơ quan khác trong tỉnh chuyển đến, đã có một dòng ở cơ quan đó: không đếm để mỗi đơn chỉ tính một lần / handed over by another office of the province, where it has a row already: leave these out to count each petition once';
