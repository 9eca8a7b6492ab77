-- totals: the province's figures of a form for a period: sums over the offices that reported, cell by cell and over dimensions, and the rates that
-- follow from the sums, with the labels of today.  Of every form and period of which a report counts.

create view open_data.totals as
select
  t.form,
  t.period,
  t.place,
  t.cell,
  i.code as indicator,
  nullif(substr(t.cell, strpos(t.cell || '.', '.') + 1), '') as member,
  nullif(m.member_vi, '') as member_vi,
  nullif(m.member_en, '') as member_en,
  n.name_vi,
  n.name_en,
  nullif(i.measure, '') as measure,
  (array['count', 'decimal', 'ratio', 'text'])[i.type + 1] as type,
  t.value::numeric as value,
  t.reported as offices,
  t.expected,
  t.not_expected,
  t.reports_filed,
  t.reports_returned,
  t.reports_accepted,
  t.reports_locked,
  t.kept_apart
from open_data.total_list t
join public.indicator i on i.code = split_part(t.cell, '.', 1)
join public.indicator_name n on n.indicator = i.code and (now() at time zone interval '7 hours')::date between n.valid_from and n.valid_to
left join lateral (
  select c.member_vi, c.member_en from public.form_cell_name c join public.form f on f.id = c.form
  where f.code = t.form and c.cell = t.cell and (now() at time zone interval '7 hours')::date between c.valid_from and c.valid_to
  order by f.version desc limit 1
) as m on true;

comment on view open_data.totals is
  'Số liệu toàn tỉnh theo biểu và kỳ: tổng từng ô, tổng các phân tổ, tỷ lệ tính từ tổng / the province''s figures by form and period: sums by cell and over dimensions, and rates of the sums';
comment on column open_data.totals.form is 'Mã biểu mẫu / code of the form';
comment on column open_data.totals.period is 'Kỳ báo cáo / the period';
comment on column open_data.totals.place is 'Thứ tự trên biểu / order on the form';
comment on column open_data.totals.cell is 'Mã ô; chỉ tiêu không có phân tổ: tổng các phân tổ / the cell; an indicator alone is the sum over its members';
comment on column open_data.totals.indicator is 'Mã chỉ tiêu / code of the indicator';
comment on column open_data.totals.member is 'Phân tổ; trống: không có, hoặc tổng các phân tổ / member of its dimensions; null: none, or the sum over them';
comment on column open_data.totals.member_vi is 'Tên hiện hành của phân tổ, tiếng Việt; trống: không có / names of its members as of today, in Vietnamese; null: none';
comment on column open_data.totals.member_en is 'Tên hiện hành của phân tổ, tiếng Anh; trống: không có / names of its members as of today, in English; null: none';
comment on column open_data.totals.name_vi is 'Tên hiện hành của chỉ tiêu, tiếng Việt / name of the indicator as of today, in Vietnamese';
comment on column open_data.totals.name_en is 'Tên hiện hành của chỉ tiêu, tiếng Anh / name of the indicator as of today, in English';
comment on column open_data.totals.measure is 'Đơn vị tính / what is counted';
comment on column open_data.totals.type is 'count số đếm, decimal số thập phân, ratio tỷ lệ tính từ các tổng / ratios are computed of the sums';
comment on column open_data.totals.value is 'Giá trị; trống: chưa ai báo cáo, hoặc không có mẫu số; số liệu của ít người (như tố cáo) làm tròn xuống bội số của 5, dưới 5 để trống / the figure; null: nobody reported it, or nothing to divide by; where it tells of few people, as of denunciations, in steps of 5, downwards, null below 5, and rates of such sums';
comment on column open_data.totals.offices is
  'Số cơ quan phải nộp có trong số liệu, kể cả báo cáo không phát sinh / of the offices that owe it, how many contribute, those that have nothing to report among them';
comment on column open_data.totals.expected is 'Số cơ quan phải nộp biểu này cho kỳ đó / how many offices owe the form for that period';
comment on column open_data.totals.not_expected is
  'Số cơ quan có trong số liệu dù được miễn nộp; ngoài offices / how many more contribute that owe none: exempt offices that filed all the same; not in offices';
comment on column open_data.totals.reports_filed is 'Trong đó báo cáo chưa xét bản hiện có / of their reports, those that nobody has reviewed as they stand';
comment on column open_data.totals.reports_returned is 'Trong đó báo cáo bị trả lại / of them, those that the province has returned';
comment on column open_data.totals.reports_accepted is 'Trong đó báo cáo đã chấp nhận / of them, those that it has accepted';
comment on column open_data.totals.reports_locked is 'Trong đó báo cáo đã khóa; bốn số cộng lại bằng offices và not_expected / of them, those that it has locked; the four make up offices and not_expected';
comment on column open_data.totals.kept_apart is
  'Với số liệu so sánh kỳ khác: đơn vị cũ không có đơn vị kế tục duy nhất; trống: không / of a figure that compares with another period: units that ended without one successor; null: none';
