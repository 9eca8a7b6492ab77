-- What members of dimensions are called is published, and shown beside the cells.

alter table form_cell add column member_vi text not null default '', add column member_en text not null default '';
comment on column form_cell.member_vi is 'the members by their names in Vietnamese, with a comma between; "" without dimension';
comment on column form_cell.member_en is 'the same in English, in Vietnamese where there is no English name';

-- The tables of the catalogue are written anew by the next command.
delete from setting where name = 'reference';
