/*  catalog_row.h — a field of a row of the catalogue, as what it says: the least that every kind of row needs.
 *
 *  Each says what is wrong with the field, with file, row and column: QCDC_BAD_CATALOGUE, or QCDC_NO_MEMORY. */

#ifndef QCDC_CATALOG_ROW_H
#define QCDC_CATALOG_ROW_H

#include "base/arena.h"
#include "catalogue/catalog.h"

/*  The row being read. */
typedef struct {
    catalog_t *catalog;
    arena_t *arena;
    const catalog_tables_t *tables;
    size_t table;
    const table_row_t *row;
    size_t index; /* in the array of what is made of the rows */
    fault_t *fault;
} row_source_t;

/*  Says what is wrong with a column of the current row; FORMAT is a msgid. */
qcdc_status row_fail (const row_source_t *self, int column, const char *format, ...)
    __attribute__ ((format (printf, 3, 4)));
qcdc_status row_no_memory (const row_source_t *self);

/*  The field as it stands there. */
const char *row_raw (const row_source_t *self, int column);

/*  Text by the rules of base/text.h, without line breaks. */
qcdc_status row_text (const row_source_t *self, int column, bool required, const char **text) QCDC_CHECK;
/*  1 to 32 letters, digits, _ and -. */
qcdc_status row_code (const row_source_t *self, int column, const char **code) QCDC_CHECK;
qcdc_status row_int (const row_source_t *self, int column, int min, int max, int *value) QCDC_CHECK;

/*  The position of a field's text in CHOICES, which end with NULL. */
qcdc_status row_choice (const row_source_t *self, int column, const char *const *choices, int *choice) QCDC_CHECK;
/*  yes or no. */
qcdc_status row_bool (const row_source_t *self, int column, bool *value) QCDC_CHECK;

/*  An ISO date; EMPTY is the day that an empty field stands for. */
qcdc_status row_day (const row_source_t *self, int column, int32_t empty, int32_t *day) QCDC_CHECK;

/*  Codes separated by single spaces, none of them twice, as a NULL-terminated array. */
qcdc_status row_words (const row_source_t *self, int column, const char *const **words) QCDC_CHECK;

#endif
