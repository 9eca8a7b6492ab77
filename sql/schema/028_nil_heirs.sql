-- A report that says that there is nothing to report is neither missing nor zero: a sum of all that went into an office is whole without
-- it, and is that of the others.

create function report_is_nil(report_id bigint, day date) returns boolean language sql stable as $$
  select case
    when report_id is null then null
    when day is null then not exists (select from report_value where report = report_id)
      and not exists (select from report_text where report = report_id and cell not like 'note:%')
    else not exists (select from report_cell_on(report_id, day_end(day)) as v where v.cell not like 'note:%')
  end
$$;
comment on function report_is_nil is 'whether a report has no cell (null: there is no report), as it stands (day null) or as it stood at the end of a day: there was nothing to report';

create or replace function compared_report(list text[], asked text, day date)
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
    select l.form, l.period, l.heir,
      count(*) filter (where l.required and not coalesce(report_is_nil(coalesce(c.id, t.id), day), false)) as needed
    from heir_list(list) l
    -- there are few of them, and as things stand each is found by its office
    left join lateral (
      select s.id from counted_report s join form g on g.id = s.form
      where day is null and g.code = l.form and s.office = l.office and s.period = l.period
    ) as c on true
    left join (
      select s.id, s.office, s.period, g.code from report_on(day_end(day)) s join form g on g.id = s.form where day is not null
    ) as t on t.code = l.form and t.office = l.office and t.period = l.period
    where l.asked = $2 and l.heir is not null
    group by l.form, l.period, l.heir
  ) as n on n.form = f.code and n.period = r.period and n.heir = coalesce(h.heir, r.office)
  left join (
    select distinct l.form, l.period, q as office from heir_list(list) l cross join unnest(l.parts) as q where l.asked = $2
  ) as p on p.form = f.code and p.period = r.period and p.office = coalesce(h.heir, r.office)
  where h.heir is not null or (h.office is null and (n.heir is null or r.period = $2))
$$;

create or replace function compared_report(list text[], asked text)
returns table (form text, office integer, period text, report bigint, filer integer, alone boolean, required boolean, needed bigint)
language sql stable as $$
  select * from compared_report(list, asked, null)
$$;
