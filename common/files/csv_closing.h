/*  csv_closing.h — what official forms end with, below the last row of the table: who made it and who signs, where it goes, the
 *  place and the day, and the names under that.
 *
 *  Such rows hold words only.  The first of them has words that begin or are a closing (csv_closing.c); behind it other words
 *  are taken, too: names, and offices that it is sent to.  Whether a word is one of the table (a code, what a figure is called)
 *  the caller knows, and asks here only where it is not. */

#ifndef QCDC_CSV_CLOSING_H
#define QCDC_CSV_CLOSING_H

#include "files/csv.h"

#include <stdio.h>

#define CLOSING_WORDS_BYTES 80u

/*  Zeros: none so far. */
typedef struct {
    size_t first, last;              /* its rows; 0: none */
    char words[CLOSING_WORDS_BYTES]; /* that it begins with */
} csv_closing_t;

/*  Whether RECORD belongs to the closing, which it may begin; it is counted with it then. */
bool csv_closing_take (csv_closing_t *self, const csv_record_t *record);

/*  Row ROW is one of the table, and is it below a closing?  QCDC_BAD_ROW in *FAULT then, for the closing, whose first row is *FIRST, and
 *  from here on there is none. */
qcdc_status csv_closing_break (csv_closing_t *self, size_t row, size_t *first, fault_t *fault) QCDC_CHECK;

/*  The line that tells which rows of the file NAME were read past; nothing where there are none. */
void csv_closing_say (const csv_closing_t *self, FILE *out, const char *name);

#endif
