-- For which periods a form is filled, and by when, is worked out from the catalogue (common/catalogue/period.h, duty.h), and bound to
-- the queries that ask: none reads it from a table.

drop table form_period;
drop table calendar;
