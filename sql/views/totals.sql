-- totals: sums over the offices that reported, cell by cell.  Rates are not here: they are computed from summed terms, which
-- qcdc query report_totals does.

create view open_data.totals as
select
  f.code as form,
  r.period,
  v.cell,
  i.code as indicator,
  nullif(substr(v.cell, strpos(v.cell || '.', '.') + 1), '') as member,
  i.name_vi,
  i.name_en,
  nullif(i.measure, '') as measure,
  sum(v.value_e4) / 10000.0 as value,
  count(*) as offices,
  count(*) filter (where r.standing in (0, 4)) as reports_filed,
  count(*) filter (where r.standing = 1) as reports_returned,
  count(*) filter (where r.standing = 2) as reports_accepted,
  count(*) filter (where r.standing = 3) as reports_locked
from public.counted_report r
join public.report_value v on v.report = r.id
join public.form f on f.id = r.form
join public.indicator i on i.code = split_part(v.cell, '.', 1) and i.type in (0, 1) and i.agg_unit = 'sum'
group by f.code, r.period, v.cell, i.code, i.name_vi, i.name_en, i.measure;

comment on view open_data.totals is
  'Tổng của các cơ quan đã báo cáo, từng ô; tỷ lệ không có ở đây / sums over the offices that reported, cell by cell; no rates';
comment on column open_data.totals.form is 'Mã biểu mẫu / code of the form';
comment on column open_data.totals.period is 'Kỳ báo cáo / the period';
comment on column open_data.totals.cell is 'Mã ô / the cell';
comment on column open_data.totals.indicator is 'Mã chỉ tiêu / code of the indicator';
comment on column open_data.totals.member is 'Phân tổ; trống: không có / member of its dimensions; null: none';
comment on column open_data.totals.name_vi is 'Tên chỉ tiêu, tiếng Việt / name of the indicator in Vietnamese';
comment on column open_data.totals.name_en is 'Tên chỉ tiêu, tiếng Anh / name of the indicator in English';
comment on column open_data.totals.measure is 'Đơn vị tính / what is counted';
comment on column open_data.totals.value is 'Tổng / the sum';
comment on column open_data.totals.offices is 'Số cơ quan có số liệu ở ô này / how many offices reported the cell';
comment on column open_data.totals.reports_filed is 'Trong đó báo cáo chưa xét bản hiện có / of their reports, those that nobody has reviewed as they stand';
comment on column open_data.totals.reports_returned is 'Trong đó báo cáo bị trả lại / of them, those that the province has returned';
comment on column open_data.totals.reports_accepted is 'Trong đó báo cáo đã chấp nhận / of them, those that it has accepted';
comment on column open_data.totals.reports_locked is 'Trong đó báo cáo đã khóa; bốn số cộng lại bằng offices / of them, those that it has locked; the four make up offices';
