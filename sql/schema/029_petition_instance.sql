-- Second complaints and denunciations that go on; the article that a step was taken by, and whether its annex says why.

alter table petition add column instance smallint not null default 1;
alter table petition alter column instance drop default;
comment on column petition.instance is '1 lần đầu, 2 khiếu nại lần hai, tố cáo tiếp';

alter table petition_event add column article text not null default '';
alter table petition_event alter column article drop default;
comment on column petition_event.article is 'the article of law that it was taken by, as its writer has it; empty: he does not say';

alter table petition_event add column reasoned boolean not null default false;
alter table petition_event alter column reasoned drop default;
comment on column petition_event.reasoned is 'its annex says why';

-- A column more in each list of who said what: the instance before the two texts of a petition, the article behind all of a step.
update petition set set_by = substring(set_by for 7 * 32) || decode(repeat('00', 32), 'hex') || substring(set_by from 7 * 32 + 1)
where octet_length(set_by) = 9 * 32;
update petition_event set set_by = set_by || decode(repeat('00', 32), 'hex') where octet_length(set_by) = 4 * 32;
