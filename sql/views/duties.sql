-- duties: who owes which form for which period, by when, and whether it came: every one whose period has begun, whether anybody has reported the
-- form or not.

create view open_data.duties as
with
filed as (
  select r.office, r.unit, f.code, r.period, r.filed_at, r.standing from public.counted_report r join public.form f on f.id = r.form
),
-- the ways on which duties came to an office from others, and what one on the way had filed itself before
way as (
  select d.form, d.period, d.office, string_to_array(w, '/')::int[] as offices
  from open_data.duty_list d
  cross join unnest(string_to_array(d.before, '+')) as w
),
came as (
  select distinct w.form, w.period, w.office, f.office as before, f.unit
  from way w
  join filed f on f.office = any (w.offices) and f.code = w.form and f.period = w.period
),
held as (
  select form, period, office, unit, begins_on, due_on, exempt, usual_due_on, changed, reason,
    before is not null and not own as passed
  from open_data.duty_list d
  -- its ways are read from the row itself: looked for in way they would be all gone through for each row
  where before is null or own or exists (
    select from unnest(string_to_array(d.before, '+')) as w
    where not exists (
      select from came c
      where c.form = d.form and c.period = d.period and c.office = d.office and c.before = any (string_to_array(w, '/')::int[])
    )
  )
  union all
  select c.form, c.period, c.before, c.unit, d.begins_on, d.due_on, false, d.usual_due_on, false, '', false
  from came c
  join open_data.duty_list d on d.form = c.form and d.period = c.period and d.office = c.office
)
select
  d.form,
  d.period,
  o.code as office,
  o.name as office_name,
  o.class as office_class,
  d.unit as unit_id,
  u.code as unit_code,
  d.due_on,
  r.filed_at,
  case
    when d.exempt then 'exempt'
    when r.filed_at is not null and (d.due_on is null or (r.filed_at at time zone interval '7 hours')::date <= d.due_on) then 'on_time'
    when r.filed_at is not null then 'late'
    when d.due_on is null or (now() at time zone interval '7 hours')::date <= d.due_on then 'due'
    else 'missing'
  end as state,
  not d.exempt as expected,
  (array['filed', 'returned', 'accepted', 'locked', 'reopened'])[r.standing + 1] as review,
  d.usual_due_on,
  case when d.passed then 'successor' when d.changed and d.exempt then 'exempt' when d.changed then 'due_on' end as change,
  nullif(d.reason, '') as change_reason
from held d
join public.office o on o.id = d.office
left join public.unit u on u.id = d.unit
left join filed r on r.office = d.office and r.code = d.form and r.period = d.period
where d.begins_on <= (now() at time zone interval '7 hours')::date;

comment on view open_data.duties is
  'Cơ quan nào phải nộp biểu nào, kỳ nào, hạn nào, đã nộp chưa / which office owes which form for which period, by when, and whether it came';
comment on column open_data.duties.form is 'Mã biểu mẫu / code of the form';
comment on column open_data.duties.period is 'Kỳ báo cáo / the period';
comment on column open_data.duties.office is 'Mã cơ quan / code of the office';
comment on column open_data.duties.office_name is 'Tên cơ quan / its name';
comment on column open_data.duties.office_class is 'Loại cơ quan / class of the office';
comment on column open_data.duties.unit_id is 'Đơn vị hành chính của báo cáo, như lúc đó (units.unit_id) / the unit that the report is of, as it was then';
comment on column open_data.duties.unit_code is 'Mã đơn vị đó / its code';
comment on column open_data.duties.due_on is 'Hạn nộp; trống: không quy định / last day to file in time; null: there is none';
comment on column open_data.duties.filed_at is 'Tỉnh nhận lần đầu; trống: chưa nộp / when the province first received it; null: it did not';
comment on column open_data.duties.state is
  'on_time đúng hạn, late trễ hạn, due còn hạn, missing quá hạn chưa nộp, exempt được miễn, dù có nộp / whether it came, and in time';
comment on column open_data.duties.expected is
  'Tính vào số phải nộp; không: được miễn, dù có nộp / counts as owed; false: waived, filed or not';
comment on column open_data.duties.review is
  'Xét duyệt: filed chưa xét bản hiện có, returned trả lại, accepted chấp nhận, locked đã khóa, reopened mở lại; trống: chưa nộp / how far its review has come; filed: not reviewed as it stands; null: not filed';
comment on column open_data.duties.usual_due_on is 'Hạn nộp theo lịch; trống: không quy định / last day by the calendar alone; null: there is none';
comment on column open_data.duties.change is
  'Tỉnh quyết định khác lịch: due_on hạn khác, exempt miễn, successor nhận của cơ quan cũ; trống: theo lịch / what the province has decided: another last day, that nothing is owed, or that it passes from an office that is no more; null: nothing';
comment on column open_data.duties.change_reason is 'Lý do, như tỉnh đã công bố; trống: theo lịch / why, as the province has published it; null: as the calendar says';
