-- What was known then of some periods is found among their reports: all others' had been looked through, and what was said of each.

create function report_on(moment timestamptz, periods text[])
returns table (
  id bigint, office smallint, unit integer, form smallint, period text, entry bigint, filed_at timestamptz,
  changed_at timestamptz, standing smallint
) language sql stable as $$
  with stood as (
    select r.*, f.code
    from report r
    join form f on f.id = r.form_filed
    where (periods is null or r.period = any (periods)) and r.filed_at < moment and not exists (
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
comment on function report_on(timestamptz, text[]) is 'counted_report as it was before a moment, of these periods (null: of all); it joins the forms that the search path finds, which are those of then (server/reading/past.h)';

create or replace function report_on(moment timestamptz)
returns table (
  id bigint, office smallint, unit integer, form smallint, period text, entry bigint, filed_at timestamptz,
  changed_at timestamptz, standing smallint
) language sql stable as $$
  select * from report_on(moment, null)
$$;
