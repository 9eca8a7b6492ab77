/*  catalog_field.h — a field of a row of the catalogue, as what it says: the least that every kind of row needs.
 *
 *  Each says what is wrong with the field, with file, row and column: QCDC_BAD_CATALOGUE, or QCDC_NO_MEMORY. */

#ifndef QCDC_CATALOG_FIELD_H
#define QCDC_CATALOG_FIELD_H

#include "base/arena.h"
#include "catalogue/catalog.h"

#define CODE_BYTES_MAX 32u

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

/*  As it stands there. */
const char *field_raw (const row_source_t *self, int column);

qcdc_status field_text (const row_source_t *self, int column, bool required, const char **text) QCDC_CHECK;
qcdc_status field_code (const row_source_t *self, int column, const char **code) QCDC_CHECK;
qcdc_status field_int (const row_source_t *self, int column, int min, int max, int *value) QCDC_CHECK;

/*  The position of a field's text in CHOICES, which end with NULL. */
qcdc_status field_choice (const row_source_t *self, int column, const char *const *choices, int *choice) QCDC_CHECK;
qcdc_status field_bool (const row_source_t *self, int column, bool *value) QCDC_CHECK;

/*  Codes separated by single spaces, none of them twice, as a NULL-terminated array. */
qcdc_status field_words (const row_source_t *self, int column, const char *const **words) QCDC_CHECK;

#endif
