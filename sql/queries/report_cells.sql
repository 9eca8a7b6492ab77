-- report_cells: one report as it stands, with last year's figures beside it and what its last review said of each cell
-- roles province
-- heirs 1
-- param office office required: the office, by its code
-- param form form required: the form, by its code
-- param period period required: the period, such as 2020-H1
-- column cell TEXT: the cell; below them note: and the code of a rule that a note answers, or =return: what the office said of its last return
-- column value DECIMAL: its value; a count has no decimals
-- column before DECIMAL: what was reported for the same period a year before: by the office, or by all that went into it since
-- column text NARRATIVE: the text of a narrative, or of a note
-- column reason NARRATIVE: what the last review said of it
-- column changed_at TIMESTAMP: when it was last corrected; null where it never was
-- column before_of TEXT: whose figures of then are added up, where it is not the office itself alone
-- column before_lacks TEXT: why there is nothing to compare with: offices that did not report then, and units of which only a part went into this one, with the last day before
with
asked as (
  select r.id, r.form, r.office, v.id as review, v.cells, (left($3::text, 4)::int - 1)::text || substr($3::text, 5) as year_before
  from counted_report r
  join form f on f.id = r.form and f.code = $2::text
  left join lateral (
    select * from report_review where report = r.id order by reviewed_at desc, id desc limit 1
  ) as v on true
  where r.office = $1::int2 and r.period = $3::text
),
earlier as (
  select c.report, c.filer, c.required, c.needed
  from asked a
  join compared_report($4::text[], $3::text) c on c.form = $2::text and c.office = a.office and c.period = a.year_before
),
before as (
  select v.cell, sum(v.value_e4) as value_e4
  from earlier e
  join report_value v on v.report = e.report
  group by v.cell
  having count(*) filter (where e.required) = max(e.needed)
),
of_whom as (
  select case when bool_or(o.id <> a.office and (h.required or e.filer is not null)) then
      string_agg(o.code, ' ' order by o.code) filter (where h.required or e.filer is not null)
    end as offices,
    string_agg(o.code, ' ' order by o.code) filter (where h.required and e.filer is null) as lacking
  from asked a
  join heir_list($4::text[]) h on h.form = $2::text and h.asked = $3::text and h.period = a.year_before and h.heir = a.office
  join office o on o.id = h.office
  left join earlier e on e.filer = o.id
),
divided as (
  select string_agg(distinct h.written, ' ') as units
  from asked a
  join heir_list($4::text[]) h on h.form = $2::text and h.asked = $3::text and h.period = a.year_before and a.office = any (h.parts)
),
cell as (
  select a.id, a.form, a.review, v.cell, v.value_e4, null::bigint as entry
  from asked a join report_value v on v.report = a.id
  union all
  select a.id, a.form, a.review, t.cell, null, t.entry
  from asked a join report_text t on t.report = a.id
  union all
  -- what has a reason and is blank
  select a.id, a.form, a.review, c, null, null
  from asked a cross join string_to_table(nullif(a.cells, ''), ' ') as c
  where not exists (select from report_value where report = a.id and cell = c)
    and not exists (select from report_text where report = a.id and cell = c)
)
select
  c.cell,
  case i.type when 0 then (c.value_e4 / 10000)::text else round(c.value_e4 / 10000.0, 2)::text end,
  case i.type when 0 then div(b.value_e4, 10000)::text else round(b.value_e4 / 10000.0, 2)::text end,
  c.cell || ':' || encode(t.annex, 'hex'),
  c.cell || ':' || encode(w.annex, 'hex'),
  h.changed_at,
  m.offices,
  nullif(concat_ws(' ', m.lacking, d.units), '')
from cell c
cross join of_whom m
cross join divided d
left join indicator i on i.code = split_part(c.cell, '.', 1)
left join form_cell p on p.form = c.form and p.cell = c.cell
left join before b on b.cell = c.cell
left join journal t on t.commit_seq = c.entry
left join asked a on c.cell = any (string_to_array(a.cells, ' '))
left join journal w on w.commit_seq = a.review
left join report_change h on h.report = c.id and h.cell = c.cell
order by i.place, coalesce(p.place, 1000000), c.cell
