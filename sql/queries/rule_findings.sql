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
-- Everything is joined for all reports at once.  "(x in (select …)) is true" is x in it, said so that it is hashed, once for all:
-- as a join it would be what the planner thinks best of lists of whose length it knows nothing.
heir as materialized (
  -- as heir_list has it, but each row taken apart once (offset 0) and not for every column of it
  select t[1] as form, t[2] as asked, t[3] as period, t[4]::int as office, nullif(t[5], '')::int as heir,
    string_to_array(nullif(t[8], ''), '+')::int[] as parts, t[9] = '' as required
  from (select string_to_array(x, ':') as t from unnest($8::text[]) as x offset 0) as split
),
-- as of a day, which is worked out once
known_then as materialized (
  select c.id, c.office, c.unit, c.form, f.code, c.period, left(c.period, 4)::int as year, c.filed_at, c.changed_at
  from report_on(day_end($6::date)) c
  join form f on f.id = c.form
  where $6::date is not null
),
known as not materialized (
  select c.id, c.office, c.unit, c.form, f.code, c.period, left(c.period, 4)::int as year, c.filed_at, c.changed_at
  from counted_report c
  join form f on f.id = c.form
  where $6::date is null
  union all
  select * from known_then
),
-- a report is contradicted, too, by another one that came or was changed since: of the same year, or of the one before
stirred as materialized (
  select c.code, c.office, c.year + later as year
  from known c
  cross join generate_series(0, 1) as later
  where $5::date is not null and coalesce(c.changed_at, c.filed_at) >= day_end($5::date - 1)
),
asked as materialized (
  select r.id, r.office, r.unit, r.form, r.code, r.period, r.year, r.filed_at
  from known r
  where ($1::text is null or r.code = $1::text)
    and ($2::text is null or r.period = $2::text)
    and ($3::int2 is null or r.office = $3::int2)
    and ($7::int is null or r.office = any (array(select heir::int2 from heir where office = $7::int and heir is not null) || $7::int2)
      and (r.office = $7::int
        or (r.code, r.period, r.office::int) in (select form, asked, heir from heir where office = $7::int and heir is not null)))
    and ($5::date is null or (r.code, r.office, r.year) in (select code, office, year from stirred)
      or (r.code, r.period, r.office::int) in (
        select form, asked, heir
        from heir
        where heir is not null and ((form, office::int2, left(asked, 4)::int) in (select code, office, year from stirred)) is true
      ))
),
-- what went into the offices that are asked about, and whether it was reported
gone as materialized (
  select h.form, h.asked, h.period, h.heir, h.office, h.required, coalesce(c.id, t.id) as report
  from heir h
  -- there are few of them, and as things stand each is found by its office
  left join lateral (
    select r.id from counted_report r join form f on f.id = r.form
    where $6::date is null and f.code = h.form and r.office = h.office and r.period = h.period
    limit 1
  ) as c on true
  left join known_then t on t.office = h.office and t.code = h.form and t.period = h.period
  where h.heir is not null and ((h.form, h.asked, h.heir) in (select code, period, office::int from asked)) is true
),
-- an office that another one went into while the period lasted has the other part of its own figures elsewhere
joined as (
  select form, asked, heir from gone where period = asked and report is not null
),
comparing as materialized (
  select *
  from asked
  where ((code, period, office::int) in (select form, asked, heir from joined)) is not true
),
part as (
  select form, asked, period, unnest(parts) as office from heir
),
needed as (
  select form, asked, period, heir, count(*) filter (where required and not coalesce(report_is_nil(report, $6::date), false)) as needed
  from gone
  where period <> asked
  group by form, asked, period, heir
),
-- what rules look at in them: in any, or in that of the first half of the year
looked as materialized (
  select t[1] as form, t[2] as kind, string_to_array(t[3], '+') as codes, string_to_array(t[4], '+') as of_half
  from (select string_to_array(x, ':') as t from unnest($9::text[]) as x) as split
),
-- the other reports of the office
own as (
  select a.id, a.code, a.office, a.period as asked, k.period, k.id as report
  from comparing a
  join counted_report k on k.office = a.office
  join form f on f.id = k.form and f.code = a.code
  where $6::date is null and k.period <> a.period and left(k.period, 4)::int between a.year - 1 and a.year
  union all
  select a.id, a.code, a.office, a.period, k.period, k.id
  from comparing a
  join known_then k on k.office = a.office and k.code = a.code
  where k.period <> a.period and k.year between a.year - 1 and a.year
),
-- those that rules may compare each with: the office's own, as far as nobody else goes on with them, and those of all that went into it
counting as (
  select id, code, office, asked, period, report, office as filer, true as alone, true as required, 1::bigint as needed
  from own
  where ((code, asked, period, office::int) in (select form, asked, period, office from heir)) is not true
    and ((code, asked, period, office::int) in (select form, asked, period, heir from heir where heir is not null)) is not true
  union all
  select a.id, a.code, a.office, a.period, g.period, g.report, g.office, false, g.required, n.needed
  from comparing a
  join gone g on g.form = a.code and g.asked = a.period and g.heir = a.office
  join needed n on n.form = g.form and n.asked = g.asked and n.period = g.period and n.heir = g.heir
  where g.report is not null and g.period <> a.period and left(g.period, 4)::int between a.year - 1 and a.year
),
looking as (
  select c.*, case when c.period = left(c.asked, 4) || '-H1' then l.codes || l.of_half else l.codes end as codes
  from counting c
  join looked l on l.form = c.code and l.kind = case when c.asked like '%-M%' then 'M' else coalesce(nullif(substr(c.asked, 6), ''), 'Y') end
),
compared as (
  select c.id, c.office, c.report, c.period, c.alone and not c.divided as alone, c.required, case when not c.divided then c.needed end as needed,
    bool_or(c.filer = $7::int) over (partition by c.id, c.period) as shared, c.codes
  from (
    select *, ((code, asked, period, office::int) in (select form, asked, period, office from part)) is true as divided
    from looking
    where codes <> '{}'
  ) as c
),
-- an office that asks about the report of another one sees it held against sums that its own report is part of, and no others
other as materialized (
  select c.id, c.report, c.period, c.alone, c.required, c.needed, c.codes, r.filed_at
  from compared c
  join report r on r.id = c.report
  where $7::int is null or c.office = $7::int or c.shared
),
reading as (
  select id, '' as period, id as report, filed_at, true as alone, true as required, 1 as needed, array['*'] as codes from asked
  union all
  select id, period, report, filed_at, alone, required, needed, codes from other
),
read as not materialized (
  select r.id, r.period, v.cell, v.value_e4, h.changed_at, h.entry, r.filed_at, r.alone, r.required, r.needed
  from reading r
  join report_value v on v.report = r.report
  left join report_change h on h.report = v.report and h.cell = v.cell
  where $6::date is null and ('*' = any (r.codes) or split_part(v.cell, '.', 1) = any (r.codes))
  union all
  select r.id, r.period, v.cell, v.value_e4, h.changed_at, h.entry, r.filed_at, r.alone, r.required, r.needed
  from reading r
  cross join lateral value_known(r.report, $6::date) as v
  cross join lateral change_known(r.report, v.cell, $6::date) as h
  where $6::date is not null and ('*' = any (r.codes) or split_part(v.cell, '.', 1) = any (r.codes))
),
-- the figures of each report (of no other period), then those of the others: hardly ever these are sums
figure as (
  select id, period, cell, value_e4, changed_at, entry, null as note, filed_at
  from read
  where alone
  union all
  select id, period, cell, sum(value_e4)::bigint, max(changed_at), max(entry), null, max(filed_at)
  from read
  where not alone
  group by id, period, cell
  having count(*) filter (where required) = max(needed)
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
  a.office_code,
  a.unit_code,
  a.form,
  a.period,
  a.address,
  v.period,
  v.cell,
  v.value_e4,
  -- when the figure, or the note, was corrected last, and by which entry: what tells whether a note came before
  (1000000 * extract(epoch from v.changed_at))::int8,
  v.entry,
  v.note,
  (1000000 * extract(epoch from greatest(v.changed_at, v.filed_at)))::int8
from (
  select a.id, o.code as office_code, u.code as unit_code, a.form, a.period, encode(g.origin, 'hex') || ':' || j.seq as address,
    row_number() over (order by a.period, a.code, o.id, a.id) as turn
  from asked a
  join office o on o.id = a.office
  join unit u on u.id = a.unit
  join journal j on j.commit_seq = a.id
  join origin g on g.id = j.origin
) as a
join figure v on v.id = a.id
-- which of them are wanted is known when the rules have been held against them
where coalesce($4::text, '') is not null
order by a.turn, v.period collate "C", v.cell collate "C"
