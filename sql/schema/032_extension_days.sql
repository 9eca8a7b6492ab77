-- By how many days a step extends a deadline.

alter table petition_event add column days smallint not null default 0;
alter table petition_event alter column days drop default;
comment on column petition_event.days is 'of an extension; 0: as many as the law gives at a time';

-- A column more at the end of each list of who said what.
update petition_event set set_by = set_by || decode(repeat('00', 32), 'hex') where octet_length(set_by) = 5 * 32;
