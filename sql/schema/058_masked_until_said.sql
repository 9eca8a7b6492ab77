-- Where the table masked-indicators was never published analysts see all figures of forms in steps (server/figures/masked_figures.h): the
-- catalogue is written anew at the next start, and indicator.masked with it.

delete from setting where name = 'reference';

comment on column indicator.masked is 'analysts see its figures in steps: named by the table masked-indicators, known to count denunciations, or bound by a rule to one that is; all, until that table is published';
