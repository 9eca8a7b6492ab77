-- Prints of petitions' texts, so that the province finds what was sent to several offices.

truncate entry_words; -- filled again from the journal as the server begins
alter table entry_words add column prints integer[];
comment on column entry_words.prints is 'of the annex: the least hashes of its pairs of neighbouring words, ascending; texts of which half is the same share two of them; null once the annex was erased, and where there is no text';
-- What is random costs a GIN more than all else of an entry; prints are short, and beside the numbers of the entries they are read as a whole.
alter table entry_words drop constraint entry_words_pkey;
alter table entry_words add constraint entry_words_pkey primary key (entry) include (prints);
