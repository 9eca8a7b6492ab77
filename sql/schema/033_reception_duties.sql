-- Constants as they were published: by them the province counts how often heads have to receive citizens.

create table constant (
  name         text not null,
  value_e4     bigint not null,
  valid_from   date not null,
  valid_to     date not null,
  primary key (name, valid_from)
);
comment on table constant is 'constants of rules, and the duties of citizen reception: RECEPTION_MONTH_UBND_HUYEN, RECEPTION_WEEK_UBND_XA …';
comment on column constant.value_e4 is 'ten-thousandths';
comment on column constant.valid_to is 'inclusive; 9999-12-31 while it lasts';

-- The tables of the catalogue are written anew by the next command.
delete from setting where name = 'reference';
