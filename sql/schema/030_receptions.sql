-- Citizen reception: a row of an office's register each.

create table reception (
  id             bigint primary key,
  office         smallint not null,
  unit           integer not null,
  local_no       text not null,
  key            text not null,
  held_on        date not null,
  session        smallint not null,
  held_by        smallint not null,
  receptions     integer not null,
  persons        integer not null,
  matters_first  integer not null,
  matters_again  integer not null,
  groups         integer not null,
  group_persons  integer not null,
  group_first    integer not null,
  group_again    integer not null,
  kinds          integer not null,
  fields         integer not null,
  results        integer not null,
  petitions      text not null,
  voided         boolean not null,
  voided_by      bytea,
  content        bytea not null,
  changed_at     timestamptz,
  changed_by     bigint,
  set_by         bytea
);
comment on table reception is 'rows of reception registers as they stand; one per accepted ReceptionHeld that is not an alias';
comment on column reception.id is 'commit_seq of the entry that created it';
comment on column reception.office is 'office.id';
comment on column reception.unit is 'the version of the office''s unit on the day';
comment on column reception.local_no is 'number in the register, as the office writes it';
comment on column reception.key is 'folded local_no @ year: unique in an office among those that are not voided';
comment on column reception.held_on is 'the day';
comment on column reception.session is '1 thường xuyên, 2 định kỳ, 3 đột xuất';
comment on column reception.held_by is '1 thủ trưởng, 2 ủy quyền, 3 cán bộ tiếp công dân';
comment on column reception.receptions is 'số lượt; 0: nobody came to a session that was held';
comment on column reception.persons is 'số người được tiếp';
comment on column reception.matters_first is 'vụ việc tiếp lần đầu';
comment on column reception.matters_again is 'vụ việc tiếp nhiều lần';
comment on column reception.groups is 'đoàn đông người';
comment on column reception.group_persons is 'of the persons, those of large groups';
comment on column reception.group_first is 'of the matters, those of large groups: first time';
comment on column reception.group_again is 'the same, again';
comment on column reception.kinds is 'kinds of what people came with: bit 2^n for petition.kind n';
comment on column reception.fields is 'what it was about: bit 2^n for petition.field n';
comment on column reception.results is 'what came of it: bits 1 đơn tiếp nhận, 2 hướng dẫn, 3 chuyển, 4 giải thích, 5 từ chối';
comment on column reception.petitions is 'petitions that came of it: origin:seq:hash, the hash''s first eight bytes; what is not there is no link';
comment on column reception.voided is 'taken back';
comment on column reception.voided_by is 'as of a petition';
comment on column reception.content is 'as of a petition';
comment on column reception.changed_at is 'as of a petition';
comment on column reception.changed_by is 'as of a petition';
comment on column reception.set_by is 'as of a petition, in the order of common/matters/reception.h';
create index reception_key on reception (office, key) where not voided;
create index reception_held_on on reception (held_on) where not voided;
