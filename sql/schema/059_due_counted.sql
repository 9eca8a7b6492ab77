-- What is due is counted in the index of what is due: of ten million petitions those that are open are read, and of these a line of an index.

drop index petition_due;
create index petition_due on petition (due_on, id) include (office, unit, kind, field, due_rule, from_origin, from_seq)
  where not voided and (due_on is not null or state = 3);
comment on index petition_due is 'what is due on some day, and what is suspended: all that a changed holiday can move';
