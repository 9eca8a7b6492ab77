/*  copied_texts.h — table copied_text: of each entry that brings texts of a petition which stand elsewhere, too, or take the place of others,
 *  where those are.
 *
 *  As with entry_words a row is made of one entry alone, whatever the verdict on it: a text goes from what was refused, too. */

#ifndef QCDC_COPIED_TEXTS_H
#define QCDC_COPIED_TEXTS_H

#include "facts/fact.h"
#include "pg/pg.h"

extern const pg_table_t COPIED_TEXT;

/*  Adds the row of an entry, if it has one. */
void copied_texts_put (pg_rows_t *rows, int64_t commit_seq, const Qcdc__Fact *fact);

#endif
