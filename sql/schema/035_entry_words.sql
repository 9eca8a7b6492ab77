-- The words of petitions' texts, so that the province finds them: one row for each entry that says a number or brings a text.

create table entry_words (
  entry        bigint primary key,
  corrects     boolean not null,
  number       text,
  words        tsvector
);
comment on table entry_words is 'what petitions are found by; made of the bodies and annexes of the journal alone, whatever the verdict on them';
comment on column entry_words.entry is 'commit_seq of a PetitionReceived, or of a correction of a petition that changes its number or a text';
comment on column entry_words.corrects is 'it is a correction';
comment on column entry_words.number is 'the register number, folded without diacritics; null where a correction leaves it';
comment on column entry_words.words is 'of the annex: word~exact word, of the title with weight A, of the summary with weight B; null once the annex was erased, and where there is no text';
create index entry_words_number on entry_words (number);
create index entry_words_words on entry_words using gin (words) with (gin_pending_list_limit = 16384);
create index entry_words_corrections on entry_words using gin (words) where corrects;

create function setter_entry(set_by bytea, place integer) returns bigint
language sql immutable parallel safe as $$
  select case when set_by is null then 0 else
    (select sum(get_byte(set_by, (case when place < 0 then octet_length(set_by) / 32 + place else place end) * 32 + 8 + i)::bigint << (8 * i)) from generate_series(0, 6) as i)::bigint end
$$;
comment on function setter_entry(bytea, integer) is 'commit_seq of the entry that said last what stands in a column of a thing, counted from 0, or from the end: -1 is the last; 0: the one that made it';

create function petition_words(petition bigint, set_by bytea) returns tsvector
language sql stable parallel safe as $$
  select case when setter_entry(set_by, -2) = 0 and setter_entry(set_by, -1) = 0
    then (select words from entry_words where entry = petition)
    else coalesce(ts_filter((select words from entry_words where entry = coalesce(nullif(setter_entry(set_by, -2), 0), petition)), '{a}'), '')
      || coalesce(ts_filter((select words from entry_words where entry = coalesce(nullif(setter_entry(set_by, -1), 0), petition)), '{b}'), '')
  end
$$;
comment on function petition_words(bigint, bytea) is 'words of the title and the summary that stand, with petition.set_by';
