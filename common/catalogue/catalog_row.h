/*  catalog_row.h — one row of a reference file, field by field: what a field must be, and how it is said that it is not.
 *
 *  Columns are counted in the order in which the reader of the file names them, whatever their order in the file.  Strings
 *  come from the catalog's arena.  All return QCDC_CORRUPT with file, row and column, or QCDC_NO_MEMORY. */

#ifndef QCDC_CATALOG_ROW_H
#define QCDC_CATALOG_ROW_H

#include "base/arena.h"
#include "catalogue/catalog.h"
#include "files/csv.h"

#define CATALOG_COLUMNS_MAX 12
#define CATALOG_CODE_BYTES_MAX 32u

/*  The file being read. */
typedef struct {
    catalog_t *catalog;
    arena_t *arena;
    const char *name;
    const char *const *columns;
    int places[CATALOG_COLUMNS_MAX]; /* of the columns in the file */
    csv_record_t record;
    int index; /* of the row in its array */
    fault_t *fault;
} row_source_t;

/*  Says what is wrong with a column of the current row; FORMAT is a msgid. */
qcdc_status row_fail (const row_source_t *self, int column, const char *format, ...)
    __attribute__ ((format (printf, 3, 4)));
qcdc_status row_no_memory (const row_source_t *self);

/*  The field as it stands there, until the next row is read. */
const char *row_raw (const row_source_t *self, int column);

/*  Text by the rules of base/text.h, without line breaks. */
qcdc_status row_text (const row_source_t *self, int column, bool required, const char **text) QCDC_CHECK;

/*  1 to 32 letters, digits, _ and -. */
qcdc_status row_code (const row_source_t *self, int column, const char **code) QCDC_CHECK;

/*  Codes separated by single spaces, none twice, as a NULL-terminated array; none at all is possible. */
qcdc_status row_words (const row_source_t *self, int column, const char *const **words) QCDC_CHECK;

qcdc_status row_int (const row_source_t *self, int column, int min, int max, int *value) QCDC_CHECK;

/*  The number of the row itself, for ever: rows are only appended. */
qcdc_status row_id (const row_source_t *self, int column, int *id) QCDC_CHECK;

/*  The position of a field's text in CHOICES, which end with NULL. */
qcdc_status row_choice (const row_source_t *self, int column, const char *const *choices, int *choice) QCDC_CHECK;

/*  yes or no. */
qcdc_status row_bool (const row_source_t *self, int column, bool *value) QCDC_CHECK;

/*  An ISO date; EMPTY is the day that an empty field stands for. */
qcdc_status row_day (const row_source_t *self, int column, int32_t empty, int32_t *day) QCDC_CHECK;

#endif
