-- Scans of petitions: which there are says the journal; their sealed bytes travel by themselves and are known by their hash.

alter table petition add column scans smallint not null default 0;
alter table petition alter column scans drop default;
comment on column petition.scans is 'how many scans were attached to it, erased or not';

create table blob_attached (
  id           bigint primary key,
  petition     bigint not null,
  shows        smallint not null,
  media        smallint not null,
  hash         bytea not null,
  bytes        integer not null,
  on_day       date not null
);
comment on table blob_attached is 'scans that petitions have';
comment on column blob_attached.id is 'commit_seq of the entry that attached it; its annex has the key, until it is erased';
comment on column blob_attached.petition is 'the petition that it is a scan of';
comment on column blob_attached.shows is '1 the petition itself, 2 a decision, 3 another paper';
comment on column blob_attached.media is '1 PDF, 2 JPEG, 3 PNG, 4 TIFF';
comment on column blob_attached.hash is 'BLAKE2b-256 of the sealed bytes';
comment on column blob_attached.bytes is 'how many of them there are';
comment on column blob_attached.on_day is 'day on which it was attached';
create index blob_attached_petition on blob_attached (petition);
create index blob_attached_hash on blob_attached (hash);

create table blob (
  hash         bytea not null,
  office       smallint not null,
  bytes        integer not null,
  have         integer not null,
  heard_at     timestamptz not null,
  primary key (hash, bytes, office)
);
comment on table blob is 'sealed bytes of scans, as far as they have come: no projection, and nothing that rebuild touches';
comment on column blob.hash is 'BLAKE2b-256 of them, when all are there';
comment on column blob.office is 'the office that brings them, whose room they take; what another brings under the same hash is a row of its own';
comment on column blob.bytes is 'how many they are';
comment on column blob.have is 'how many of them are here, in a row from the first; all: their hash was looked at';
comment on column blob.heard_at is 'when the last of them came';
create index blob_office on blob (office);

create table blob_part (
  hash         bytea not null,
  bytes        integer not null,
  office       smallint not null,
  first        integer not null,
  data         bytea not null,
  primary key (hash, bytes, office, first),
  foreign key (hash, bytes, office) references blob on delete cascade
);
alter table blob_part alter column data set storage external;
comment on table blob_part is 'parts of sealed bytes, as they came';
comment on column blob_part.hash is 'of which scan';
comment on column blob_part.bytes is 'of how many bytes';
comment on column blob_part.office is 'and of which office';
comment on column blob_part.first is 'its first byte, counted from 0';
comment on column blob_part.data is 'the bytes: sealed, so that packing saves nothing';
