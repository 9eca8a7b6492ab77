-- What the legal clock says of each petition, kept: overdue is a day that is compared.

alter table petition add column due_on date, add column due_from date, add column due_rule text,
  add column due_was_on date, add column due_moved_at timestamptz, add column settle_due_on date;
comment on column petition.due_on is 'last day of the deadline that runs and ends first; null: none runs';
comment on column petition.due_from is 'the day of the step that it began with';
comment on column petition.due_rule is 'its rule, as the catalogue''s legal-deadlines has it';
comment on column petition.due_was_on is 'its last day before something was published that moved it; null: nothing has';
comment on column petition.due_moved_at is 'when that was committed first';
comment on column petition.settle_due_on is 'last day to settle it, as it was known when it was settled: in time is settled_on <= settle_due_on';

create index petition_due on petition (due_on) where due_on is not null and not voided;
