-- Who owes a form is worked out from the catalogue and the day (common/catalogue/duty.h), and bound to the queries that ask: which
-- office has which form is read by none of them.

drop table form_office;
