-- The journals: what the province holds of every origin, verbatim, in the order of commit.

create table schema_version (
  version      integer primary key,
  file         text not null,
  applied_at   timestamptz not null default now()
);
comment on table schema_version is 'which schema files have been applied; a program older than the newest row refuses to run';

create table setting (
  name         text primary key,
  value        text not null
);
comment on table setting is 'facts about this database: the edition of the reference data, the server''s public keys';

-- Lengths are checked by domains: a table's own checks are parsed again for every statement that touches a row, and every
-- commit moves a head.
create domain bytes8 as bytea check (length(value) = 8);
create domain bytes32 as bytea check (length(value) = 32);

create table origin (
  id           integer generated always as identity primary key,
  origin       bytes8 not null unique,
  sign_key     bytes32 not null unique,
  curve_key    bytes32 unique,
  office       integer not null,
  role         smallint not null,
  joined_at    timestamptz not null,
  invitation   bytea,
  revoked_at   timestamptz,
  head_seq     bigint not null default 0,
  head_hash    bytes32 not null
);
comment on table origin is 'one row per joined device of an office';
comment on column origin.id is 'a private surrogate of this database';
comment on column origin.origin is 'the first eight bytes of BLAKE2b-256 (sign_key)';
comment on column origin.curve_key is 'null for an origin known only from its journal (a lost device of a restored server)';
comment on column origin.role is '0 reporter, 1 province, 2 analyst';
comment on column origin.invitation is 'hash of the invitation''s code by which it joined';
comment on column origin.head_seq is 'the last entry held; moved in the transaction that stores the entry';
comment on column origin.head_hash is 'its hash; before the first entry BLAKE2b-256 (sign_key)';
create index origin_office on origin (office);

create table invitation (
  code_hash    bytea primary key,
  office       integer not null,
  role         smallint not null,
  issued_at    timestamptz not null default now(),
  expires_at   timestamptz not null,
  used_by      bytea,
  used_at      timestamptz,
  voided_at    timestamptz
);
comment on table invitation is 'one-time codes to join by; only the hash of a code is kept';
comment on column invitation.used_by is 'public signing key of the device that joined';

create table journal (
  commit_seq   bigint primary key,
  origin       integer not null,
  seq          bigint not null,
  written_at   timestamptz not null,
  committed_at timestamptz not null,
  first_committed_at timestamptz not null,
  hash         bytea not null,
  commit_hash  bytea not null,
  body         bytea not null,
  annex        bytea,
  annex_hash   bytea,
  unique (origin, seq)
);
comment on table journal is 'every entry of every origin, verbatim';
comment on column journal.commit_seq is 'place in the order of commit, without gaps';
comment on column journal.written_at is 'when the office wrote it, by its own clock';
comment on column journal.first_committed_at is 'earlier than committed_at where a restored server got the entry back';
comment on column journal.commit_hash is 'the server''s own chain';
comment on column journal.annex is 'eight random bytes and free text; null if none, or erased';
comment on column journal.annex_hash is 'BLAKE2b-256 of an erased annex';

create table segment (
  origin       integer not null,
  first_seq    bigint not null,
  last_seq     bigint not null,
  last_hash    bytea not null,
  signature    bytea not null,
  commit_seq   bigint not null,
  committed_at timestamptz not null,
  first_committed_at timestamptz not null,
  verdicts     bytea,
  primary key (origin, first_seq)
);
comment on table segment is 'one row per append: what the origin signed, and what its receipt says';
comment on column segment.commit_seq is 'of the last entry';
comment on column segment.verdicts is 'the bytes that the receipt signs; null where every entry was plainly accepted';

create table verdict (
  entry        bigint not null,
  given_at     bigint not null,
  state        smallint not null,
  code         text not null,
  field        text not null,
  message      text not null,
  alias_of     bigint,
  place        bigint generated always as identity,
  primary key (entry, given_at)
);
create index verdict_alias on verdict (alias_of) where alias_of is not null;
comment on table verdict is 'every verdict but plain acceptance at commit; the last one of an entry holds';
comment on column verdict.place is 'order among those given at one commit: what was waited for before what waited for it';
comment on column verdict.entry is 'commit_seq of the entry';
comment on column verdict.given_at is 'commit_seq at which it was given: rebuilding replays it there';
comment on column verdict.state is '0 accepted, 1 alias, 2 rejected, 3 waiting, 4 unsupported';
comment on column verdict.alias_of is 'commit_seq of the entry that holds the same fact';

create table later_receipt (
  origin       integer not null,
  seq          bigint not null,
  commit_seq   bigint not null,
  committed_at timestamptz not null,
  verdicts     bytea not null,
  primary key (origin, seq, commit_seq)
);
comment on table later_receipt is 'verdicts that changed after their entry''s receipt: what the later receipt says';

create table waiting (
  entry        bigint primary key,
  target_origin bytea not null,
  target_seq   bigint not null
);
comment on table waiting is 'entries that wait for an entry that is not here yet';
create index waiting_target on waiting (target_origin, target_seq);

create table refiled (
  origin       bytea not null,
  seq          bigint not null,
  hash         bytea not null,
  entry        bigint not null,
  primary key (origin, seq, hash, entry)
);
create index refiled_entry on refiled (entry);
comment on table refiled is 'facts filed again: the address and hash of the first copy, and the entry that filed it again';

create table annex_erased (
  origin       bytea not null,
  seq          bigint not null,
  entry        bigint not null,
  primary key (origin, seq, entry)
);
comment on table annex_erased is 'annexes that the province had erased: never to be stored again';

create table feed (
  office       integer not null,
  feed_seq     bigint not null,
  kind         smallint not null,
  origin       integer not null,
  seq          bigint not null,
  commit_seq   bigint not null,
  commit_hash  bytea not null,
  primary key (office, feed_seq)
);
comment on table feed is 'per office, what it must see of others, in order; only ever appended to';
comment on column feed.kind is '0 a segment of another device (seq is its first), 1 one entry of another office, 2 a later receipt (commit_seq is where it was given)';
comment on column feed.commit_hash is 'of the commit that put it here: with feed_seq the cursor that tells a restored server';
