-- People tell devices apart by names, and see when each was last heard of.

alter table invitation add column name text not null default '';
comment on column invitation.name is 'what the device that joins by it will be called; empty: nothing';

alter table origin add column name text not null default '';
comment on column origin.name is 'what people call the device; for people only, nothing depends on it';
alter table origin add column seen_at timestamptz;
comment on column origin.seen_at is 'its last greeting, to the minute: a device that greets more often costs no more writes';
