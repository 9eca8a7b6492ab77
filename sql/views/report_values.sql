-- report_values: what was reported, cell by cell, with the labels of today.  A blank cell has no row: it is not zero.
-- Figures that tell of few people are shown in steps of 5 (server/figures/masked_figures.h): indicator.masked.

create view open_data.report_values as
select
  r.id as report_id,
  f.code as form,
  r.period,
  o.code as office,
  r.unit as unit_id,
  u.code as unit_code,
  u.name as unit_name,
  v.cell,
  i.code as indicator,
  nullif(substr(v.cell, strpos(v.cell || '.', '.') + 1), '') as member,
  nullif(m.member_vi, '') as member_vi,
  nullif(m.member_en, '') as member_en,
  n.name_vi,
  n.name_en,
  nullif(i.measure, '') as measure,
  case when not i.masked then trim_scale(v.value_e4 / 10000.0)
    when i.type = 0 and v.value_e4 >= 50000 then v.value_e4 / 50000 * 5 end as value,
  (array['filed', 'returned', 'accepted', 'locked', 'reopened'])[r.standing + 1] as review
from public.counted_report r
join public.report_value v on v.report = r.id
join public.form f on f.id = r.form
join public.office o on o.id = r.office
join public.unit u on u.id = r.unit
join public.indicator i on i.code = split_part(v.cell, '.', 1)
join public.indicator_name n on n.indicator = i.code and (now() at time zone interval '7 hours')::date between n.valid_from and n.valid_to
left join public.form_cell_name m on m.form = r.form and m.cell = v.cell
  and (now() at time zone interval '7 hours')::date between m.valid_from and m.valid_to;

comment on view open_data.report_values is
  'Số liệu đã báo cáo, từng ô, có tên gọi; ô trống không có dòng / reported values, cell by cell, with labels; a blank cell has no row';
comment on column open_data.report_values.report_id is 'Báo cáo (reports.report_id) / the report';
comment on column open_data.report_values.form is 'Mã biểu mẫu / code of the form';
comment on column open_data.report_values.period is 'Kỳ báo cáo / the period';
comment on column open_data.report_values.office is 'Mã cơ quan báo cáo / code of the office';
comment on column open_data.report_values.unit_id is 'Đơn vị hành chính lúc đó (units.unit_id) / the unit as it was then';
comment on column open_data.report_values.unit_code is 'Mã đơn vị / its code';
comment on column open_data.report_values.unit_name is 'Tên đơn vị / its name';
comment on column open_data.report_values.cell is 'Mã ô / the cell';
comment on column open_data.report_values.indicator is 'Mã chỉ tiêu / code of the indicator';
comment on column open_data.report_values.member is 'Phân tổ; trống: không có / member of its dimensions; null: none';
comment on column open_data.report_values.member_vi is 'Tên hiện hành của phân tổ, tiếng Việt; trống: không có, hoặc mã riêng của cơ quan / names of its members as of today, in Vietnamese; null: none, or codes of the office';
comment on column open_data.report_values.member_en is 'Tên hiện hành của phân tổ, tiếng Anh; trống: không có, hoặc mã riêng của cơ quan / names of its members as of today, in English; null: none, or codes of the office';
comment on column open_data.report_values.name_vi is 'Tên hiện hành của chỉ tiêu, tiếng Việt / name of the indicator as of today, in Vietnamese';
comment on column open_data.report_values.name_en is 'Tên hiện hành của chỉ tiêu, tiếng Anh / name of the indicator as of today, in English';
comment on column open_data.report_values.measure is 'Đơn vị tính / what is counted';
comment on column open_data.report_values.value is 'Giá trị; số liệu của ít người (như tố cáo) làm tròn xuống bội số của 5, dưới 5 để trống / the value; where it tells of few people, as of denunciations, in steps of 5, downwards, null below 5';
comment on column open_data.report_values.review is
  'Xét duyệt: filed chưa xét bản hiện có, returned trả lại, accepted chấp nhận, locked đã khóa, reopened mở lại / how far its review has come; filed: not reviewed as it stands';
