-- form_cells: the cells of every form version, with the labels of today.

create view open_data.form_cells as
select
  f.code as form,
  f.version,
  f.title_vi as form_title_vi,
  f.title_en as form_title_en,
  c.place,
  c.cell,
  c.indicator,
  nullif(c.member, '') as member,
  nullif(m.member_vi, '') as member_vi,
  nullif(m.member_en, '') as member_en,
  n.name_vi,
  n.name_en,
  nullif(i.measure, '') as measure,
  (array['count', 'decimal', 'ratio', 'text'])[i.type + 1] as type
from public.form_cell c
join public.form f on f.id = c.form
join public.indicator i on i.code = c.indicator
join public.indicator_name n on n.indicator = i.code and (now() at time zone interval '7 hours')::date between n.valid_from and n.valid_to
left join public.form_cell_name m on m.form = c.form and m.cell = c.cell
  and (now() at time zone interval '7 hours')::date between m.valid_from and m.valid_to;

comment on view open_data.form_cells is 'Các ô của mỗi phiên bản biểu mẫu, có tên gọi / the cells of each form version, with labels';
comment on column open_data.form_cells.form is 'Mã biểu mẫu / code of the form';
comment on column open_data.form_cells.version is 'Phiên bản biểu mẫu / version of the form';
comment on column open_data.form_cells.form_title_vi is 'Tên biểu mẫu, tiếng Việt / title of the form in Vietnamese';
comment on column open_data.form_cells.form_title_en is 'Tên biểu mẫu, tiếng Anh / title of the form in English';
comment on column open_data.form_cells.place is 'Thứ tự trên biểu / order on the form';
comment on column open_data.form_cells.cell is 'Mã ô: chỉ tiêu và phân tổ / the cell: indicator and members';
comment on column open_data.form_cells.indicator is 'Mã chỉ tiêu / code of the indicator';
comment on column open_data.form_cells.member is 'Phân tổ; trống: không có / member of its dimensions; null: none';
comment on column open_data.form_cells.member_vi is 'Tên hiện hành của phân tổ, tiếng Việt; trống: không có / names of its members as of today, in Vietnamese; null: none';
comment on column open_data.form_cells.member_en is 'Tên hiện hành của phân tổ, tiếng Anh; trống: không có / names of its members as of today, in English; null: none';
comment on column open_data.form_cells.name_vi is 'Tên hiện hành của chỉ tiêu, tiếng Việt / name of the indicator as of today, in Vietnamese';
comment on column open_data.form_cells.name_en is 'Tên hiện hành của chỉ tiêu, tiếng Anh / name of the indicator as of today, in English';
comment on column open_data.form_cells.measure is 'Đơn vị tính / what is counted';
comment on column open_data.form_cells.type is
  'count số đếm, decimal số thập phân, ratio tỷ lệ (tính, không nhập), text thuyết minh / ratios are computed, texts are not shown here';
