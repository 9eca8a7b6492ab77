/*  csv_named.h — reading files of the tests, whose columns are called by their codes alone. */

#ifndef CSV_NAMED_H
#define CSV_NAMED_H

#include "files/csv.h"

enum { NAMED_COLUMNS_MAX = 40, NAMED_READERS_MAX = 8 };

/*  Reads the header: REQUIRED and OPTIONAL (may be NULL) are NULL-terminated.  What it was told outlives the last NAMED_READERS_MAX
 *  readers, as csv_reader_columns wants. */
static inline qcdc_status csv_named (csv_reader_t *reader, const char *const *required, const char *const *optional,
                                     fault_t *fault)
{
    static csv_column_t all[NAMED_READERS_MAX][NAMED_COLUMNS_MAX + 1];
    static size_t used;
    csv_column_t *columns = all[used++ % NAMED_READERS_MAX];
    size_t count = 0;
    for (; *required && count < NAMED_COLUMNS_MAX; required++)
        columns[count++] = (csv_column_t){.name = *required, .required = true};
    for (; optional && *optional && count < NAMED_COLUMNS_MAX; optional++)
        columns[count++] = (csv_column_t){.name = *optional};
    columns[count] = (csv_column_t){.name = NULL};
    return csv_reader_columns (reader, columns, fault);
}

#endif
