-- Prints of petitions' texts, so that the province finds what was sent to several offices.

truncate entry_words; -- filled again from the journal as the server begins
alter table entry_words add column prints integer[];
comment on column entry_words.prints is 'of the annex: the least hashes of its pairs of neighbouring words, ascending; texts of which half is the same share two of them; null once the annex was erased, and where there is no text';
create index entry_words_prints on entry_words using gin (prints) with (gin_pending_list_limit = 4096);
