-- rule_findings: what the rules find in reports that were taken: contradictions with other reports of the office, and of those that went into it, warnings and alerts; for an office those of its own, and what contradicts them among the reports of the one that goes on with its figures
-- roles province reporter
-- scope office
-- findings
-- heirs 1
-- param form form: only this form
-- param period period: only this period, such as 2020-H1
-- param office office: only of this office
-- param severity severity: contradiction, warning or alert
-- param since since: only in reports that came, or were changed, on this day or later, or that such ones of the office may contradict
-- param as_of as_of: as it was known at the end of this day: what was filed, corrected, taken back, reviewed or published later does not count
-- column office TEXT: code of the office
-- column unit TEXT: code of the unit that it stands for
-- column form TEXT: code of the form
-- column period TEXT: the period
-- column severity TEXT: contradiction with another report of the office, warning or alert
-- column rule TEXT: code of the rule
-- column cell TEXT: the first cell that the rule speaks of
-- column finding TEXT: the rule with the numbers that were put in
-- column corrected TEXT: yes where a figure of another report that it speaks of was corrected after that report was filed
-- column note TEXT: why the office says that it is right
-- column former_note TEXT: what it said of other figures, before they were changed
-- column entry ADDRESS: the entry that filed the report
-- column figures_at TIMESTAMP: when the newest of its figures was filed or corrected
with
known as not materialized (
  select id, office, unit, form, period, filed_at, changed_at from counted_report where $6::date is null
  union all
  select id, office, unit, form, period, filed_at, changed_at from report_on(day_end($6::date)) where $6::date is not null
),
asked as (
  select r.id, r.office, r.unit, r.form, f.code, r.period, r.filed_at
  from known r
  join form f on f.id = r.form
  where ($1::text is null or f.code = $1::text)
    and ($2::text is null or r.period = $2::text)
    and ($3::int2 is null or r.office = $3::int2)
    and ($7::int is null or r.office = $7::int or exists (
      select from heir_list($8::text[]) h where h.form = f.code and h.asked = r.period and h.heir = r.office and h.office = $7::int
    ))
    -- a report is contradicted, too, by another one that came or was changed since
    and ($5::date is null or exists (
      select from known c
      join form d on d.id = c.form and d.code = f.code
      where (c.office = r.office or c.office in (
          select h.office from heir_list($8::text[]) h where h.form = f.code and h.asked = r.period and h.heir = r.office
        ))
        and coalesce(c.changed_at, c.filed_at) >= day_end($5::date - 1)
        and (c.id = r.id or left(c.period, 4)::int between left(r.period, 4)::int - 1 and left(r.period, 4)::int)
    ))
),
-- an office that another one went into while the period lasted has the other part of its own figures elsewhere
joined as (
  select a.id
  from asked a
  join heir_list($8::text[]) h on h.form = a.code and h.asked = a.period and h.period = a.period and h.heir = a.office
  where exists (select from known c join form d on d.id = c.form and d.code = a.code where c.office = h.office and c.period = a.period)
),
-- the other reports that rules may compare each with, the office's own and those of all that went into it
compared as (
  select a.id, a.office, c.report, c.period, c.alone, c.required, c.needed,
    bool_or(c.filer = $7::int) over (partition by a.id, c.period) as shared
  from (select distinct period from asked) as p
  cross join lateral compared_report($8::text[], p.period, $6::date) as c
  join asked a on a.period = p.period and a.code = c.form and a.office = c.office
  where c.period <> a.period and left(c.period, 4)::int between left(a.period, 4)::int - 1 and left(a.period, 4)::int
    and not exists (select from joined where id = a.id)
),
-- an office that asks about the report of another one sees it held against sums that its own report is part of, and no others
other as (
  select id, report, period, alone, required, needed
  from compared
  where $7::int is null or office = $7::int or shared
),
-- the figures of each report, then those of the others: hardly ever these are sums
figure as (
  select a.id, '' as period, v.cell, v.value_e4, h.changed_at, h.entry, null as note, a.filed_at
  from asked a
  cross join lateral value_known(a.id, $6::date) as v
  cross join lateral change_known(a.id, v.cell, $6::date) as h
  union all
  select o.id, o.period, v.cell, v.value_e4, h.changed_at, h.entry, null, k.filed_at
  from other o
  join known k on k.id = o.report
  cross join lateral value_known(o.report, $6::date) as v
  cross join lateral change_known(o.report, v.cell, $6::date) as h
  where o.alone
  union all
  select o.id, o.period, v.cell, sum(v.value_e4)::bigint, max(h.changed_at), max(h.entry), null, max(k.filed_at)
  from other o
  join known k on k.id = o.report
  cross join lateral value_known(o.report, $6::date) as v
  cross join lateral change_known(o.report, v.cell, $6::date) as h
  where not o.alone
  group by o.id, o.period, v.cell
  having count(*) filter (where o.required) = max(o.needed)
  union all
  select a.id, '', t.cell, null, h.changed_at, h.entry, t.cell || ':' || encode(j.annex, 'hex'), a.filed_at
  from asked a
  cross join lateral (
    select cell, entry from report_text where report = a.id and $6::date is null
    union all
    select cell, entry from report_cell_on(a.id, day_end($6::date)) where $6::date is not null
  ) as t
  join journal j on j.commit_seq = t.entry
  cross join lateral change_known(a.id, t.cell, $6::date) as h
  where t.cell like 'note:%'
)
select
  a.id,
  o.code,
  u.code,
  a.form,
  a.period,
  encode(g.origin, 'hex') || ':' || j.seq,
  v.period,
  v.cell,
  v.value_e4,
  -- when the figure, or the note, was corrected last, and by which entry: what tells whether a note came before
  (1000000 * extract(epoch from v.changed_at))::int8,
  v.entry,
  v.note,
  (1000000 * extract(epoch from greatest(v.changed_at, v.filed_at)))::int8
from asked a
join office o on o.id = a.office
join unit u on u.id = a.unit
join journal j on j.commit_seq = a.id
join origin g on g.id = j.origin
join figure v on v.id = a.id
-- which of them are wanted is known when the rules have been held against them
where coalesce($4::text, '') is not null
order by a.period, a.code, o.id, a.id, v.period collate "C", v.cell collate "C"
