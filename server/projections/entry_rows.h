/*  entry_rows.h — the tables of which each row is made of one entry alone, filled from the whole journal: entry_words, copied_text. */

#ifndef QCDC_ENTRY_ROWS_H
#define QCDC_ENTRY_ROWS_H

#include "pg/pg.h"

/*  Adds the rows of the whole journal to the tables of those names that the search path finds, inside a transaction. */
qcdc_status entry_rows_fill (pg_t *pg, fault_t *fault) QCDC_CHECK;

/*  Fills both where a program of before has left one out. */
qcdc_status entry_rows_ensure (pg_t *pg, fault_t *fault) QCDC_CHECK;

#endif
