/*  given.h — a value as it was given, in a file or on the command line, before anybody reads it.
 *
 *  What looks the same is made the same, and what a spreadsheet or an old program has made of a text is refused. */

#ifndef QCDC_GIVEN_H
#define QCDC_GIVEN_H

#include "base/fault.h"

#include <stdbool.h>
#include <stddef.h>

/*  A value as it was given; TEXT is NULL where the column is not there at all. */
typedef struct {
    const char *text;
    size_t length;
} given_t;

/*  VALUE of column NAME in normal form (NFC, trimmed), malloc'ed: what looks the same must be the same before it is compared or hashed. */
qcdc_status given_clean (const given_t *value, const char *name, char **clean, fault_t *fault) QCDC_CHECK;

/*  Makes TEXT, which is clean, one line: what a spreadsheet breaks within a cell is one title all the same. */
void given_one_line (char *text);

/*  QCDC_DAMAGED_TEXT, or QCDC_BAD_LOCAL_NO of a register's NUMBER, where a spreadsheet or an old program has made something else of the TEXT
 *  of column NAME. */
qcdc_status given_damage (const char *text, const char *name, bool number, fault_t *fault) QCDC_CHECK;

#endif
