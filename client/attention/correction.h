/*  correction.h — what a correction says of each column, or cell, that it changes. */

#ifndef QCDC_CORRECTION_H
#define QCDC_CORRECTION_H

#include "facts/fact.h"
#include "matters/petition_columns.h"

/*  What is said of one column; a text is known by its name alone. */
typedef struct {
    bool is_text;
    char seen[COLUMN_TEXT_BYTES], wanted[COLUMN_TEXT_BYTES];
} correction_saying_t;

/*  Whether FACT, a correction, changes the column NAME, and what it says of it. */
bool correction_says (const Qcdc__Fact *fact, const char *name, correction_saying_t *saying);

/*  The columns that FACT may change, one by one; NULL after the last. */
const char *correction_column (const Qcdc__Fact *fact, size_t i);

#endif
