-- reports: the reports that count, one for each office, form and period.

create view open_data.reports as
select
  r.id as report_id,
  f.code as form,
  f.version as form_version,
  f.title_vi as form_title_vi,
  f.title_en as form_title_en,
  r.period,
  o.code as office,
  o.name as office_name,
  r.unit as unit_id,
  u.code as unit_code,
  u.name as unit_name,
  r.filed_at,
  r.changed_at,
  (array['filed', 'returned', 'accepted', 'locked', 'reopened'])[r.standing + 1] as review,
  v.reviewed_at
from public.counted_report r
join public.form f on f.id = r.form
join public.office o on o.id = r.office
join public.unit u on u.id = r.unit
left join (select report, max(reviewed_at) as reviewed_at from public.report_review group by report) as v on v.report = r.id;

comment on view open_data.reports is 'Báo cáo đang có hiệu lực, mỗi cơ quan, biểu, kỳ một dòng / the reports that count: one per office, form and period';
comment on column open_data.reports.report_id is 'Số của báo cáo / id of the report';
comment on column open_data.reports.form is 'Mã biểu mẫu / code of the form';
comment on column open_data.reports.form_version is 'Phiên bản biểu mẫu / version of the form that was filled';
comment on column open_data.reports.form_title_vi is 'Tên biểu mẫu, tiếng Việt / title of the form in Vietnamese';
comment on column open_data.reports.form_title_en is 'Tên biểu mẫu, tiếng Anh / title of the form in English';
comment on column open_data.reports.period is 'Kỳ: 2020-H1, 2020, 2020-Q3, 2020-M06, 2020-9M / the period';
comment on column open_data.reports.office is 'Mã cơ quan báo cáo / code of the office';
comment on column open_data.reports.office_name is 'Tên cơ quan / its name';
comment on column open_data.reports.unit_id is 'Đơn vị hành chính lúc đó (units.unit_id) / the unit as it was then';
comment on column open_data.reports.unit_code is 'Mã đơn vị / its code';
comment on column open_data.reports.unit_name is 'Tên đơn vị / its name';
comment on column open_data.reports.filed_at is 'Tỉnh nhận lần đầu / when the province first received it';
comment on column open_data.reports.changed_at is 'Lần sửa cuối; trống: chưa sửa / last correction; null: never';
comment on column open_data.reports.review is
  'Xét duyệt: filed chưa xét bản hiện có, returned trả lại, accepted chấp nhận, locked đã khóa, reopened mở lại / how far its review has come; filed: not reviewed as it stands';
comment on column open_data.reports.reviewed_at is 'Lần xét duyệt cuối; trống: chưa xét / last review; null: never';
