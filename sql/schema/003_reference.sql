-- Reference data: filled from the edition that the program carries, whenever that edition differs (setting 'reference').

create table unit (
  id           integer primary key,
  code         text not null,
  name         text not null,
  level        smallint not null,
  parent_code  text not null,
  valid_from   date not null,
  valid_to     date not null
);
comment on table unit is 'administrative units, one row per version; the code is an attribute and never a key';
comment on column unit.level is '0 province, 1 district, 2 commune';
comment on column unit.valid_to is 'inclusive; 9999-12-31 while it lasts';

create table unit_lineage (
  event_on     date not null,
  predecessor  integer not null,
  successor    integer not null,
  relation     text not null,
  legal_basis  text not null,
  primary key (event_on, predecessor, successor)
);
comment on table unit_lineage is 'what became of a unit version: merge_full, partial_split, boundary_adjust_partial';

create table office (
  id           integer primary key,
  code         text not null unique,
  name         text not null,
  class        text not null,
  unit_code    text not null
);
comment on table office is 'desks that take part';

create table form (
  id           integer primary key,
  code         text not null,
  version      integer not null,
  title_vi     text not null,
  title_en     text not null,
  office_class text not null,
  calendar     text not null,
  valid_from   date not null,
  valid_to     date not null,
  unique (code, version)
);
comment on table form is 'form versions; a report is judged by the version that it names';

create table form_office (
  form         text not null,
  office       integer not null,
  primary key (form, office)
);
comment on table form_office is 'which office owes which form';

create table form_period (
  form         integer not null,
  kind         text not null,
  primary key (form, kind)
);
comment on table form_period is 'the kinds of period that a form is filled for';

create table calendar (
  calendar     text not null,
  kind         text not null,
  due_year     integer not null,
  due_month    integer not null,
  due_day      integer not null,
  primary key (calendar, kind)
);
comment on table calendar is 'due dates per kind of period; month 0: no due date';

create table form_cell (
  form         integer not null,
  cell         text not null,
  indicator    text not null,
  member       text not null,
  place        integer not null,
  primary key (form, cell)
);
comment on table form_cell is 'every cell that a clerk fills, members of open dimensions excepted';
comment on column form_cell.member is 'the cell without its indicator: "DAT_DAI", "XA.TOT", "" without dimension';
comment on column form_cell.place is 'order on the form';

create table indicator (
  code         text primary key,
  name_vi      text not null,
  name_en      text not null,
  measure      text not null,
  type         smallint not null,
  summable     boolean not null,
  agg_unit     text not null,
  place        integer not null
);
comment on table indicator is 'indicators';
comment on column indicator.type is '0 count, 1 decimal, 2 ratio, 3 text';
comment on column indicator.summable is 'its members are parts of a whole, so that the indicator alone means their sum';

create table form_indicator (
  form         integer not null,
  indicator    text not null,
  place        integer not null,
  primary key (form, indicator)
);
comment on table form_indicator is 'the indicators of a form version';

create table derived_term (
  ratio        text not null,
  place        integer not null,
  numerator    boolean not null,
  sign         smallint not null,
  indicator    text not null,
  member       text not null,
  year_ago     boolean not null,
  capped       boolean not null,
  primary key (ratio, place)
);
comment on table derived_term is 'derived figures: 100 × sum of numerator terms / sum of denominator terms';
comment on column derived_term.member is 'an extra member after the ratio''s own: TOT of J05.XA.TOT';
comment on column derived_term.capped is 'the numerator counts at most as much as the denominator';
