-- Of two changes that were first committed at one moment the later committed one holds: the second half of their stamp.

alter table petition add column changed_by bigint;
comment on column petition.changed_by is 'commit_seq of the correction or voiding that changed_at is of';

alter table petition_event add column changed_by bigint;
comment on column petition_event.changed_by is 'as of a petition';

alter table report add column changed_by bigint;
comment on column report.changed_by is 'as of a petition';

-- Of what is there: the change that came last, by that order.
create temporary table last_change on commit drop as
  select distinct on (c.target) c.target, c.entry
    from changed_fact c join journal j on j.commit_seq = c.entry
   order by c.target, j.first_committed_at desc, c.entry desc;
update petition p set changed_by = l.entry from last_change l where l.target = p.id;
update petition_event e set changed_by = l.entry from last_change l where l.target = e.id;
update report r set changed_by = l.entry from last_change l where l.target = r.id;
drop table last_change;
