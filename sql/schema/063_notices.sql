-- Documents that the province issues, by what they hold no more, and which offices have read them.

create table notice (
  id           bigint primary key,
  office       smallint not null,
  unit         integer not null,
  key          text not null,
  number       text not null,
  issued_on    date not null,
  kind         text not null,
  signatory    text not null,
  period       text not null,
  tasks        integer not null,
  shown_to     text not null,
  withdrawn_on date,
  content      bytea not null
);
comment on table notice is 'notices: one per accepted NoticeIssued that is not an alias';
comment on column notice.id is 'commit_seq of the entry that issued it; its annex has the title and the text';
comment on column notice.office is 'office.id of the provincial office that issued it';
comment on column notice.unit is 'the version of that office''s unit on the day';
comment on column notice.key is 'the folded number and the year: one of its office, but for what two devices issued around a restore of the server';
comment on column notice.number is 'as it is printed';
comment on column notice.issued_on is 'the day of issue';
comment on column notice.kind is 'what kind of document it is, as it is printed';
comment on column notice.signatory is 'who signed it';
comment on column notice.period is 'of which reports it speaks; empty: of none';
comment on column notice.tasks is 'how many tasks it numbers';
comment on column notice.shown_to is 'the codes of the offices that it was sent to, a blank between';
comment on column notice.withdrawn_on is 'since that day it holds no more; null: it holds';
comment on column notice.content is 'as of a petition';
create index notice_key on notice (office, key);

create table notice_withdrawal (
  id           bigint primary key,
  notice       bigint not null,
  on_day       date not null,
  replaced_by  text not null,
  content      bytea not null,
  withdrawn_at timestamptz not null
);
comment on table notice_withdrawal is 'by what a notice holds no more; the first counts';
comment on column notice_withdrawal.id is 'commit_seq of the entry that says so; its annex has the reason';
comment on column notice_withdrawal.notice is 'notice.id';
comment on column notice_withdrawal.on_day is 'since that day';
comment on column notice_withdrawal.replaced_by is 'the number of the notice that takes its place; empty: none does';
comment on column notice_withdrawal.content is 'as of a petition';
comment on column notice_withdrawal.withdrawn_at is 'first commit of that entry, or after what its writer had seen';
create index notice_withdrawal_notice on notice_withdrawal (notice);

create table notice_reading (
  id            bigint primary key,
  office        smallint not null,
  unit          integer not null,
  key           text not null,
  notice_origin bytea not null,
  notice_seq    bigint not null,
  notice_hash   bytea not null,
  read_on       date not null,
  read_by       text not null,
  content       bytea not null
);
comment on table notice_reading is 'which offices have read which notices: one per accepted NoticeRead that is not an alias';
comment on column notice_reading.id is 'commit_seq of the entry that says so';
comment on column notice_reading.office is 'office.id: whose people have read it';
comment on column notice_reading.unit is 'the version of its unit on the day; 0: it had none';
comment on column notice_reading.key is 'the notice: unique in an office';
comment on column notice_reading.notice_origin is 'the address of the notice, as the entry names it: the id of its origin';
comment on column notice_reading.notice_seq is 'its number there';
comment on column notice_reading.notice_hash is 'the first eight bytes of its hash';
comment on column notice_reading.read_on is 'the day';
comment on column notice_reading.read_by is 'who, as the office writes it';
comment on column notice_reading.content is 'as of a petition';
create unique index notice_reading_key on notice_reading (office, key);
