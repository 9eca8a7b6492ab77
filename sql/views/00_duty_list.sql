-- Which office owes which form for which period is worked out by the program, from the catalogue (common/catalogue/duty.h): here is what
-- it came to, for the view duties.  Filled with the views, and anew where the catalogue or the year is another.

create table open_data.duty_list (
  form         text not null,
  period       text not null,
  office       integer not null,
  form_version integer not null,
  unit         integer not null,
  begins_on    date not null,
  due_on       date,
  exempt       boolean not null,
  usual_due_on date,
  changed      boolean not null,
  reason       text not null,
  before       text,
  own          boolean not null,
  primary key (form, period, office)
);
comment on table open_data.duty_list is 'Nguồn của duties, không dành cho người phân tích / behind duties, not for analysts';
comment on column open_data.duty_list.form is 'Mã biểu mẫu / code of the form';
comment on column open_data.duty_list.period is 'Kỳ báo cáo / the period';
comment on column open_data.duty_list.office is 'Số của cơ quan / id of the office';
comment on column open_data.duty_list.form_version is 'Số của phiên bản biểu mẫu / id of the form version';
comment on column open_data.duty_list.unit is 'Số của phiên bản đơn vị / id of the unit version';
comment on column open_data.duty_list.begins_on is 'Ngày đầu của kỳ số liệu / first day of the data window';
comment on column open_data.duty_list.due_on is 'Hạn nộp / last day to file in time';
comment on column open_data.duty_list.exempt is 'Được miễn / the province wants none';
comment on column open_data.duty_list.usual_due_on is 'Hạn nộp theo lịch / last day by the calendar alone';
comment on column open_data.duty_list.changed is 'Tỉnh đã quyết định khác lịch / the province has decided otherwise';
comment on column open_data.duty_list.reason is 'Lý do, như đã công bố; trống: theo lịch / why, as it was published; empty: as the calendar says';
comment on column open_data.duty_list.before is 'Số của các cơ quan cũ mà nghĩa vụ đã chuyển từ đó, cách nhau bằng dấu +, sau dấu / là các cơ quan trung gian; trống: không / ids of the offices from which it passed, with a + between, each followed by those through which it came, with a /; null: none';
comment on column open_data.duty_list.own is 'Cơ quan vốn phải nộp / the office owes it besides';
