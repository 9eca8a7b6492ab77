-- What devices of an office remember, and to whom all is addressed that is: table addressed is held against it.

create table office_memory (
  id           bigint primary key,
  office       integer not null
);
comment on table office_memory is 'what an office has remembered for its devices, of no thing: what it calls the columns of its register; one per accepted ColumnsMapped';
comment on column office_memory.id is 'commit_seq of the entry, which says what is remembered';
comment on column office_memory.office is 'office.id: whose devices read it, and those of whoever goes on with its work';

create view memory_addressee as
select o.code, m.id as entry from office_memory m join office o on o.id = m.office;
comment on view memory_addressee is 'what an office has remembered, with its own code: whoever goes on with its work finds it there';

create view notice_addressee as
select c.code, e.entry
from notice n
cross join lateral (select n.id as entry union all select w.id from notice_withdrawal w where w.notice = n.id) as e
cross join lateral string_to_table(n.shown_to, ' ') as c (code)
where c.code <> '';
comment on view notice_addressee is 'notices, and by what they hold no more, with the code of each office that they were sent to';

create view addressee as
select code, entry from hand_over_addressee
union all select code, entry from listing_addressee
union all select code, entry from notice_addressee
union all select code, entry from memory_addressee;
comment on view addressee is 'whatever is addressed to an office, with its code, as the projections tell: all of it is in addressed';

comment on table addressed is 'what was accepted and is addressed to an office, whether that is there, has ended or has no device: hand-overs and what is answered to them, cases on lists, notices, and to itself what it remembers; only ever appended to';

create index notice_reading_notice on notice_reading (notice_origin, notice_seq);

create function notice_lines(ended text[])
returns table (notice bigint, code text, goes_on text, reading bigint, reader text, read_on date, read_by text)
language sql stable as $$
  with gone as (
    select split_part(x, ':', 1) as code, split_part(x, ':', 2) as heir from unnest(ended) as x
  ), line as (
    select n.id, o.origin, j.seq, c.code, coalesce(v.heir, c.code) as goes_on
    from notice n
    join journal j on j.commit_seq = n.id
    join origin o on o.id = j.origin
    cross join lateral string_to_table(n.shown_to, ' ') as c (code)
    left join gone v on v.code = c.code
    where c.code <> ''
  ), reading as (
    select g.id, g.notice_origin, g.notice_seq, f.code, coalesce(v.heir, f.code) as goes_on, g.read_on, g.read_by
    from notice_reading g
    join office f on f.id = g.office
    left join gone v on v.code = f.code
  ), meanwhile as (
    -- who went on with the work for a time, and has ended, too: it was not sent the notice itself
    select distinct on (r.notice_origin, r.notice_seq, r.goes_on) r.*
    from reading r
    where r.code <> r.goes_on
      and not exists (select from line l where l.origin = r.notice_origin and l.seq = r.notice_seq and l.code = r.code)
    order by r.notice_origin, r.notice_seq, r.goes_on, r.id
  )
  select l.id, l.code, l.goes_on,
    coalesce(a.id, b.id, c.id),
    case when a.id is not null then a.code when b.id is not null then b.code else c.code end,
    case when a.id is not null then a.read_on when b.id is not null then b.read_on else c.read_on end,
    case when a.id is not null then a.read_by when b.id is not null then b.read_by else c.read_by end
  from line l
  left join reading a on a.notice_origin = l.origin and a.notice_seq = l.seq and a.code = l.code
  left join reading b on b.notice_origin = l.origin and b.notice_seq = l.seq and b.code = l.goes_on and l.goes_on <> l.code
  left join meanwhile c on c.notice_origin = l.origin and c.notice_seq = l.seq and c.goes_on = l.goes_on and l.goes_on <> l.code
$$;
comment on function notice_lines(text[]) is 'notices by the offices that they were sent to, who goes on with the work of each, and by whom it was read there: the office itself, else whoever goes on with its work or did for a time; ENDED is "CODE:HEIR" of offices that have ended';
