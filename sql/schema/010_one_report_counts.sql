-- A server that was put back to an old copy may have accepted a report anew before the lost one came back: then two stand for an
-- office, a form and a period, each with its receipt.  One of them counts, by the rule of thing_holds_before (common/matters/thing.h).

create view counted_report as
select r.*
from report r
where not r.voided and not exists (
  select
  from form mine
  join form other on other.code = mine.code
  join report o on o.office = r.office and o.form = other.id and o.period = r.period and not o.voided
  where mine.id = r.form and (o.content, o.id) > (r.content, r.id)
);
comment on view counted_report is 'the reports that count: of each office one for a form and a period';
