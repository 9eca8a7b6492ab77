-- What was taken back holds no key any more: however often a number is used and taken back, looking it up stays one step.

drop index petition_key;
create index petition_key on petition (office, key) where not voided;

drop index report_office;
create index report_office on report (office, form, period) where not voided;
