-- The catalogue is facts too: the reference tables are a projection of what the province publishes.

create table publication (
  entry        bigint primary key,
  accepted     boolean not null,
  effective    boolean not null
);
comment on table publication is 'publications in the order in which they were decided: what the catalogue is folded from';
comment on column publication.entry is 'commit_seq of the entry';
comment on column publication.accepted is 'false: it was refused, and what had come of its set was forgotten';
comment on column publication.effective is 'its set was complete with it, and took effect';

comment on table setting is 'facts about this database: the office and unit that the province was founded with, the edition of the reference tables, the server''s public keys';
comment on table waiting is 'entries that wait for an entry, or for what a publication is to bring';
comment on column waiting.target_origin is 'zeros: what the catalogue is to bring, and target_seq is the hash of its name: "form:QCDC-HUYEN:2"';
