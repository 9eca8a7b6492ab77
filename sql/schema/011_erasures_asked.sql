-- An office asks for one of its texts to be erased; the province decides, and its erasure (annex_erased) is the answer.

create table erasure_asked (
  id           bigint primary key,
  target       bigint not null
);
comment on table erasure_asked is 'texts that offices ask to have erased';
comment on column erasure_asked.id is 'commit_seq of the entry that asks; its annex has the reason';
comment on column erasure_asked.target is 'commit_seq of the entry whose text it is';
