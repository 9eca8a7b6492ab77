-- offices: the desks that report.

create view open_data.offices as
select o.code as office, o.name, o.class, o.unit_code
from public.office o;

comment on view open_data.offices is 'Cơ quan báo cáo / the offices that report';
comment on column open_data.offices.office is 'Mã cơ quan / code of the office';
comment on column open_data.offices.name is 'Tên / name';
comment on column open_data.offices.class is 'Loại cơ quan, quyết định các biểu phải nộp / class, which decides what it owes';
comment on column open_data.offices.unit_code is 'Mã đơn vị hành chính mà cơ quan báo cáo / code of the unit that it stands for';
