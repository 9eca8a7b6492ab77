-- The figures of a form for a period, as qcdc query report_totals gives them: the same statement adds up, and the same evaluator applies the
-- rules of computed figures to the sums (server/projections/open_data_totals.c), as analysts get them: in steps where they tell of few people.  Written with the reports that they are of, in one transaction.

create table open_data.total_list (
  form             text not null,
  period           text not null,
  place            integer not null,
  cell             text not null,
  value            text,
  reported         integer not null,
  expected         integer not null,
  not_expected     integer not null,
  reports_filed    integer not null,
  reports_returned integer not null,
  reports_accepted integer not null,
  reports_locked   integer not null,
  kept_apart       text,
  primary key (form, period, place)
);
comment on table open_data.total_list is 'Nguồn của totals, không dành cho người phân tích / behind totals, not for analysts';
comment on column open_data.total_list.form is 'Mã biểu mẫu / code of the form';
comment on column open_data.total_list.period is 'Kỳ báo cáo / the period';
comment on column open_data.total_list.place is 'Thứ tự trên biểu, từ 1 / order on the form, from 1 on';
comment on column open_data.total_list.cell is 'Mã ô / the cell';
comment on column open_data.total_list.value is 'Giá trị; trống: chưa ai báo cáo, hoặc không có mẫu số / the figure; null: nobody reported it, or nothing to divide by';
comment on column open_data.total_list.reported is 'Trong số đó, số cơ quan có trong số liệu / of those that owe the form, how many contribute';
comment on column open_data.total_list.expected is 'Số cơ quan phải nộp / how many offices owe the form';
comment on column open_data.total_list.not_expected is 'Số cơ quan nộp dù không phải nộp / how many more contribute that owe none';
comment on column open_data.total_list.reports_filed is 'Báo cáo chưa xét bản hiện có / of the reports, those that nobody has reviewed as they stand';
comment on column open_data.total_list.reports_returned is 'Báo cáo bị trả lại / those that the province has returned';
comment on column open_data.total_list.reports_accepted is 'Báo cáo đã chấp nhận / those that it has accepted';
comment on column open_data.total_list.reports_locked is 'Báo cáo đã khóa / those that it has locked';
comment on column open_data.total_list.kept_apart is 'Đơn vị cũ có số liệu để riêng / units whose figures nobody goes on with';
