-- Where the figures of one period are held against those of another: whose reports of then count for whom.  Which offices go on with
-- whose figures is worked out from the catalogue (common/catalogue/heirs.h), and bound to the queries that ask.

create function heir_list(list text[])
returns table (form text, asked text, period text, office integer, heir integer, unit integer, written text, parts integer[], required boolean)
language sql immutable as $$
  select t[1], t[2], t[3], t[4]::int, nullif(t[5], '')::int, t[6]::int, t[7], string_to_array(nullif(t[8], ''), '+')::int[], t[9] = ''
  from (select string_to_array(x, ':') as t from unnest(list) as x) as split
$$;
comment on function heir_list is 'the rows of a list of heirs (server/figures/heir_list.h)';

create function compared_report(list text[], asked text)
returns table (form text, office integer, period text, report bigint, filer integer, alone boolean, required boolean, needed bigint)
language sql stable as $$
  select f.code, coalesce(h.heir, r.office), r.period, r.id, r.office, n.heir is null and p.office is null, coalesce(h.required, true),
    case when p.office is null then coalesce(n.needed, 1) end
  from counted_report r
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
comment on function compared_report is 'the reports that count, by the office for which they do where figures are held against those of the period asked about. Alone: by itself; else what was reported is whole where as many as are needed of the required ones did; needed null: nothing there ever is whole, for a part of a unit that was divided went into it';
