-- Figures of any day are made of the catalogue of that day: which version of its form a report was of then, and which publications
-- had come.

alter table report add column form_filed smallint;
update report set form_filed = form;
alter table report alter column form_filed set not null;
comment on column report.form_filed is 'form of the filing; form is that of the last correction';

alter table report_revision add column form smallint;
update report_revision v set form = r.form from report r where r.id = v.report;
alter table report_revision alter column form set not null;
comment on column report_revision.form is 'id of the form version under which it was said';

create view accepted_later as
select v.entry, j.first_committed_at as known_at
from verdict v
join journal j on j.commit_seq = v.given_at
where v.state = 0 and v.given_at > v.entry;
comment on view accepted_later is 'entries that were taken some time after their commit: what they waited for came, or a newer program';

create view publication_order as
select p.entry, p.accepted, row_number() over (order by coalesce(d.given_at, p.entry), p.entry) as place,
  greatest(j.first_committed_at, a.known_at) as known_at
from publication p
join journal j on j.commit_seq = p.entry
left join (select entry, max(given_at) as given_at from verdict group by entry) as d on d.entry = p.entry
left join (select entry, min(known_at) as known_at from accepted_later group by entry) as a on a.entry = p.entry;
comment on view publication_order is 'publications as the catalogue is folded from them';
comment on column publication_order.place is 'from 1 on; one that was unsupported at first stands where a newer program accepted it';
comment on column publication_order.known_at is 'when it took effect first, whichever server was there';

create or replace function report_on(moment timestamptz)
returns table (
  id bigint, office smallint, unit integer, form smallint, period text, entry bigint, filed_at timestamptz,
  changed_at timestamptz, standing smallint
) language sql stable as $$
  with stood as (
    select r.*, f.code
    from report r
    join form f on f.id = r.form_filed
    where r.filed_at < moment and not exists (
      select
      from changed_fact c
      join journal j on j.commit_seq = c.entry
      where c.target = r.id and c.voids and j.first_committed_at < moment
        and not exists (select from accepted_later a where a.entry = c.entry and a.known_at >= moment)
    ) and not exists (select from accepted_later a where a.entry = r.id and a.known_at >= moment)
  )
  select s.id, s.office, s.unit, coalesce(c.form, s.form_filed), s.period, coalesce(c.entry, s.id), s.filed_at, c.said_at,
    case
      when v.verdict is null or (v.verdict <> 3 and c.said_at > coalesce(v.seen_at, '-infinity')) then 0
      else v.verdict
    end::smallint
  from stood s
  left join lateral (
    select entry, said_at, form from report_revision r
    where report = s.id and entry <> s.id and said_at < moment
      and not exists (select from accepted_later a where a.entry = r.entry and a.known_at >= moment)
    order by said_at desc, entry desc limit 1
  ) as c on true
  left join lateral (
    select verdict, seen_at from report_review w
    where report = s.id and reviewed_at < moment
      and not exists (select from accepted_later a where a.entry = w.id and a.known_at >= moment)
    order by reviewed_at desc, id desc limit 1
  ) as v on true
  -- of two that a restored server accepted, one counts (thing_holds_before in common/matters/thing.h)
  where not exists (
    select from stood o
    where o.office = s.office and o.code = s.code and o.period = s.period and (o.content, o.id) > (s.content, s.id)
  )
$$;
comment on function report_on is 'counted_report as it was before a moment; it joins the forms that the search path finds, which are those of then (server/reading/past.h)';

create or replace function report_cell_on(report_id bigint, moment timestamptz)
returns table (cell text, value_e4 bigint, entry bigint) language sql stable as $$
  select v.cell, v.value_e4, v.report
  from report_value v
  where v.report = report_id and not exists (
    select from report_revision where report = report_id and cell = v.cell)
  union all
  select t.cell, null, t.entry
  from report_text t
  where t.report = report_id and not exists (
    select from report_revision where report = report_id and cell = t.cell)
  union all
  select s.cell, case when not s.is_text then s.value_e4 end, s.entry
  from (
    select distinct on (r.cell) r.* from report_revision r where r.report = report_id and r.said_at < moment
      and not exists (select from accepted_later a where a.entry = r.entry and a.known_at >= moment)
    order by r.cell, r.said_at desc, r.entry desc
  ) as s
  where not s.removed
$$;

-- What rules are held against, as it stands (day null) or as it was known at the end of a day.

create function compared_report(list text[], asked text, day date)
returns table (form text, office integer, period text, report bigint, filer integer, alone boolean, required boolean, needed bigint)
language sql stable as $$
  select f.code, coalesce(h.heir, r.office), r.period, r.id, r.office, n.heir is null and p.office is null, coalesce(h.required, true),
    case when p.office is null then coalesce(n.needed, 1) end
  from (
    select c.id, c.office, c.form, c.period from counted_report c where day is null
    union all
    select c.id, c.office, c.form, c.period from report_on(day_end(day)) c where day is not null
  ) as r
  join form f on f.id = r.form
  left join heir_list(list) h on h.form = f.code and h.asked = $2 and h.period = r.period and h.office = r.office
  left join (
    select l.form, l.period, l.heir, count(*) filter (where l.required) as needed
    from heir_list(list) l
    where l.asked = $2 and l.heir is not null
    group by l.form, l.period, l.heir
  ) as n on n.form = f.code and n.period = r.period and n.heir = coalesce(h.heir, r.office)
  left join (
    select distinct l.form, l.period, q as office from heir_list(list) l cross join unnest(l.parts) as q where l.asked = $2
  ) as p on p.form = f.code and p.period = r.period and p.office = coalesce(h.heir, r.office)
  where h.heir is not null or (h.office is null and (n.heir is null or r.period = $2))
$$;
comment on function compared_report(text[], text, date) is 'compared_report as it was known at the end of a day; day null: as it stands';

create function value_known(report_id bigint, day date) returns table (cell text, value_e4 bigint) language sql stable as $$
  select v.cell, v.value_e4 from report_value v where v.report = report_id and day is null
  union all
  select c.cell, c.value_e4 from report_cell_on(report_id, day_end(day)) c where day is not null and c.value_e4 is not null
$$;
comment on function value_known is 'the figures of a report';

create function change_known(report_id bigint, of_cell text, day date)
returns table (changed_at timestamptz, entry bigint) language sql stable as $$
  select h.changed_at, h.entry
  from (select) as one
  left join lateral (
    select c.changed_at, c.entry from report_change c where c.report = report_id and c.cell = of_cell and day is null
    union all
    (select s.said_at, s.entry from report_revision s
     where s.report = report_id and s.cell = of_cell and s.entry <> report_id and day is not null and s.said_at < day_end(day)
       and not exists (select from accepted_later l where l.entry = s.entry and l.known_at >= day_end(day))
     order by s.said_at desc, s.entry desc limit 1)
  ) as h on true
$$;
comment on function change_known is 'when a cell was corrected last, and by which entry: one row, of nulls where it never was';
