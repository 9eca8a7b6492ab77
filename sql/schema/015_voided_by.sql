-- Whoever corrects what was taken back meanwhile is told by whom, and when.

alter table petition add column voided_by bytea;
comment on column petition.voided_by is
  'of the entry that took it back: first commit (µs) and commit_seq, its origin and number, eight bytes each; null: it stands';

alter table petition_event add column voided_by bytea;
comment on column petition_event.voided_by is 'as of a petition';

alter table report add column voided_by bytea;
comment on column report.voided_by is 'as of a petition';

-- What was taken back before: by the first voiding that was accepted.
create function little_endian(value bigint) returns bytea language sql immutable as $$
  select string_agg(substring(int8send(value) from place for 1), ''::bytea order by place desc)
  from generate_series(1, 8) as place
$$;

create view first_voiding as
  select distinct on (c.target) c.target,
    little_endian((extract(epoch from j.first_committed_at) * 1000000)::bigint) || little_endian(j.commit_seq) || o.origin
      || little_endian(j.seq) as setter
  from changed_fact c
  join journal j on j.commit_seq = c.entry
  join origin o on o.id = j.origin
  where c.voids
  order by c.target, j.first_committed_at, j.commit_seq;

update petition p set voided_by = v.setter from first_voiding v where v.target = p.id and p.voided;
update petition_event e set voided_by = v.setter from first_voiding v where v.target = e.id and e.voided;
update report r set voided_by = v.setter from first_voiding v where v.target = r.id and r.voided;

drop view first_voiding;
drop function little_endian(bigint);
