-- What was committed while the clock ran ahead can be told from the rest, and stands in a list.

create table clock_ahead (
  vouched_at   timestamptz primary key,
  first_commit_seq bigint not null,
  last_commit_seq bigint not null
);
comment on table clock_ahead is 'each time when somebody vouched for a clock behind the last commit';
comment on column clock_ahead.vouched_at is 'what the clock that is right said then';
comment on column clock_ahead.first_commit_seq is 'the first entry committed later than that';
comment on column clock_ahead.last_commit_seq is 'the last entry that there was; what came after has its right time';

-- A returned entry brings the time of its first commit: one later than the commit here is of a clock that ran ahead.
create index journal_from_ahead on journal (commit_seq) where first_committed_at > committed_at;

create view entry_clock_ahead as
  select j.commit_seq from clock_ahead a join journal j on j.commit_seq between a.first_commit_seq and a.last_commit_seq
    and j.first_committed_at > a.vouched_at
  union
  select j.commit_seq from journal j where j.first_committed_at > j.committed_at;
comment on view entry_clock_ahead is 'entries whose time of first commit is of a clock that ran ahead';
