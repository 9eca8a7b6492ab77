-- Reports as they were known at a moment, from what was said before it: for figures of any day, which have to be those that were
-- printed then.  Everything is by first commit, which a restored server gives back.

create function day_end(day date) returns timestamptz language sql immutable as
  $$ select (day + 1)::timestamp at time zone interval '7 hours' $$;
comment on function day_end is 'the first moment after a day, which ends at midnight in Vietnam';

create function report_on(moment timestamptz)
returns table (
  id bigint, office smallint, unit integer, form smallint, period text, entry bigint, filed_at timestamptz,
  changed_at timestamptz, standing smallint
) language sql stable as $$
  with stood as (
    select r.*, f.code
    from report r
    join form f on f.id = r.form
    where r.filed_at < moment and not exists (
      select
      from changed_fact c
      join journal j on j.commit_seq = c.entry
      where c.target = r.id and c.voids and j.first_committed_at < moment
    )
  )
  select s.id, s.office, s.unit, s.form, s.period, coalesce(c.entry, s.id), s.filed_at, c.said_at,
    case
      when v.verdict is null or (v.verdict <> 3 and c.said_at > coalesce(v.seen_at, '-infinity')) then 0
      else v.verdict
    end::smallint
  from stood s
  left join lateral (
    select entry, said_at from report_revision where report = s.id and entry <> s.id and said_at < moment
    order by said_at desc, entry desc limit 1
  ) as c on true
  left join lateral (
    select verdict, seen_at from report_review where report = s.id and reviewed_at < moment
    order by reviewed_at desc, id desc limit 1
  ) as v on true
  -- of two that a restored server accepted, one counts (thing_holds_before in common/matters/thing.h)
  where not exists (
    select from stood o
    where o.office = s.office and o.code = s.code and o.period = s.period and (o.content, o.id) > (s.content, s.id)
  )
$$;
comment on function report_on is 'counted_report as it was before a moment; the form''s version is that of today';

create function report_cell_on(report_id bigint, moment timestamptz)
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
    order by r.cell, r.said_at desc, r.entry desc
  ) as s
  where not s.removed
$$;
comment on function report_cell_on is 'the cells of a report that were filled before a moment; of a narrative, which has no value, the entry whose annex has its text';
