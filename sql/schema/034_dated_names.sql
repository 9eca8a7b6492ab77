-- Names of indicators and members are succeeded from a day on: each with the days on which it holds, and none where the day is not asked.

create table indicator_name (
  indicator    text not null,
  name_vi      text not null,
  name_en      text not null,
  valid_from   date not null,
  valid_to     date not null,
  primary key (indicator, valid_from)
);
comment on table indicator_name is 'what indicators are called, and were called before';
comment on column indicator_name.indicator is 'its code';
comment on column indicator_name.name_vi is 'the name in Vietnamese';
comment on column indicator_name.name_en is 'the name in English';
comment on column indicator_name.valid_from is 'the first day; of the first name the first of all days';
comment on column indicator_name.valid_to is 'inclusive; 9999-12-31 while it lasts: the names of an indicator cover every day';

create table form_cell_name (
  form         integer not null,
  cell         text not null,
  member_vi    text not null,
  member_en    text not null,
  valid_from   date not null,
  valid_to     date not null,
  primary key (form, cell, valid_from)
);
comment on table form_cell_name is 'what the members of cells are called, and were called before; cells without members have no row';
comment on column form_cell_name.form is 'the version of the form (form.id)';
comment on column form_cell_name.cell is 'the cell (form_cell.cell)';
comment on column form_cell_name.member_vi is 'its members by their names in Vietnamese, with a comma between';
comment on column form_cell_name.member_en is 'the same in English, in Vietnamese where there is no English name';
comment on column form_cell_name.valid_from is 'the first day; of the first names the first of all days';
comment on column form_cell_name.valid_to is 'inclusive; 9999-12-31 while it lasts: the names of a cell cover every day';

alter table indicator drop column name_vi, drop column name_en;
alter table form_cell drop column member_vi, drop column member_en;

-- The tables of the catalogue are written anew by the next command.
delete from setting where name = 'reference';
