-- rule_findings: what the rules find in reports that were taken: contradictions with other reports of the office, and of those that went into it, warnings and alerts
-- roles province
-- findings
-- heirs 1
-- param form form: only this form
-- param period period: only this period, such as 2020-H1
-- param office office: only of this office
-- param severity severity: contradiction, warning or alert
-- param since since: only in reports that came, or were changed, on this day or later, or that such ones of the office may contradict
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
with
asked as (
  select r.id, r.office, r.unit, r.form, f.code, r.period
  from counted_report r
  join form f on f.id = r.form
  where ($1::text is null or f.code = $1::text)
    and ($2::text is null or r.period = $2::text)
    and ($3::int2 is null or r.office = $3::int2)
    -- a report is contradicted, too, by another one that came or was changed since
    and ($5::date is null or exists (
      select from counted_report c
      join form d on d.id = c.form and d.code = f.code
      where (c.office = r.office or c.office in (
          select h.office from heir_list($6::text[]) h where h.form = f.code and h.asked = r.period and h.heir = r.office
        ))
        and coalesce(c.changed_at, c.filed_at) >= day_end($5::date - 1)
        and (c.id = r.id or left(c.period, 4)::int between left(r.period, 4)::int - 1 and left(r.period, 4)::int)
    ))
),
-- an office that another one went into while the period lasted has the other part of its own figures elsewhere
joined as (
  select a.id
  from asked a
  join heir_list($6::text[]) h on h.form = a.code and h.asked = a.period and h.period = a.period and h.heir = a.office
  where exists (select from counted_report c join form d on d.id = c.form and d.code = a.code where c.office = h.office and c.period = a.period)
),
-- the other reports that rules may compare each with, the office's own and those of all that went into it
other as (
  select a.id, c.report, c.period, c.alone, c.required, c.needed
  from (select distinct period from asked) as p
  cross join lateral compared_report($6::text[], p.period) as c
  join asked a on a.period = p.period and a.code = c.form and a.office = c.office
  where c.period <> a.period and left(c.period, 4)::int between left(a.period, 4)::int - 1 and left(a.period, 4)::int
    and not exists (select from joined where id = a.id)
),
-- the figures of each report, then those of the others: hardly ever these are sums
figure as (
  select a.id, '' as period, v.cell, v.value_e4, h.changed_at, h.entry, null as note
  from asked a
  join report_value v on v.report = a.id
  left join report_change h on h.report = a.id and h.cell = v.cell
  union all
  select o.id, o.period, v.cell, v.value_e4, h.changed_at, h.entry, null
  from other o
  join report_value v on v.report = o.report
  left join report_change h on h.report = o.report and h.cell = v.cell
  where o.alone
  union all
  select o.id, o.period, v.cell, sum(v.value_e4)::bigint, max(h.changed_at), max(h.entry), null
  from other o
  join report_value v on v.report = o.report
  left join report_change h on h.report = o.report and h.cell = v.cell
  where not o.alone
  group by o.id, o.period, v.cell
  having count(*) filter (where o.required) = max(o.needed)
  union all
  select a.id, '', t.cell, null, h.changed_at, h.entry, t.cell || ':' || encode(j.annex, 'hex')
  from asked a
  join report_text t on t.report = a.id and t.cell like 'note:%'
  join journal j on j.commit_seq = t.entry
  left join report_change h on h.report = a.id and h.cell = t.cell
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
  v.note
from asked a
join office o on o.id = a.office
join unit u on u.id = a.unit
join journal j on j.commit_seq = a.id
join origin g on g.id = j.origin
join figure v on v.id = a.id
-- which of them are wanted is known when the rules have been held against them
where coalesce($4::text, '') is not null
order by a.period, a.code, o.id, a.id, v.period collate "C", v.cell collate "C"
