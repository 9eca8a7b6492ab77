/*  entry_words.h — table entry_words: the words by which petitions are found at the province.
 *
 *  A row is made of one entry alone, its body and its annex: no verdict and no other entry changes it, and where the annex is erased
 *  its words go in the same transaction (ingest/erase.c).  Which entries count for a petition is asked when it is looked for. */

#ifndef QCDC_ENTRY_WORDS_H
#define QCDC_ENTRY_WORDS_H

#include "facts/fact.h"
#include "pg/pg.h"

extern const pg_table_t ENTRY_WORDS;

/*  Adds the row of an entry, if it has one.  QCDC_NO_MEMORY. */
qcdc_status entry_words_put (pg_rows_t *rows, int64_t commit_seq, const Qcdc__Fact *fact, bytes_t annex) QCDC_CHECK;

#endif
