-- Who handles a petition inside its office, what was promised and said of its answer, and how it has ended.

alter table petition add column handler text not null default '', add column handler_key text not null default '',
  add column handler_on date, add column handler_by bytea,
  add column answer smallint not null default 0, add column promised_on date, add column ended smallint not null default 0;
alter table petition alter column handler drop default, alter column handler_key drop default, alter column answer drop default, alter column ended drop default;
comment on column petition.handler is 'the official who handles it, as the office writes him; empty: nobody';
comment on column petition.handler_key is 'what he is compared by: folded, without diacritics';
comment on column petition.handler_on is 'since that day; null: it was never assigned';
comment on column petition.handler_by is 'who said so, and when: as one of set_by';
comment on column petition.answer is 'what was said last of the answer: 22 satisfied, 23 dissatisfied; 0: nothing';
comment on column petition.promised_on is 'the day that the last interim reply names, while it is open; null: none';
comment on column petition.ended is
  '0 open; 1 solved; 2 closed and not solved: refused, guided, withdrawn, dropped, appealed, or who asked is dissatisfied; 3 passed on to another office';
update petition set ended = case
  when state <= 3 or state = 11 then 0
  when state in (9, 14) then 3
  when state between 4 and 6 and outcome <> 4 then 1
  else 2 end;
create index petition_promised on petition (promised_on) where promised_on is not null and not voided;

alter table petition_event add column expected_on date;
comment on column petition_event.expected_on is 'of an interim reply: the day for which the answer is promised; null: none';

-- A column more at the end of each list of who said what.
update petition_event set set_by = set_by || decode(repeat('00', 32), 'hex') where octet_length(set_by) = 6 * 32;
