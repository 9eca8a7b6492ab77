/*  csv_sniff.h — what separates the columns of a file, and where its header stands. */

#ifndef QCDC_CSV_SNIFF_H
#define QCDC_CSV_SNIFF_H

#include "files/csv.h"

typedef struct {
    char separator;
    size_t records_above; /* the header; blank lines are none */
} csv_shape_t;

/*  Looks at the first LENGTH bytes of a file for the record that has the most headings of COLUMNS in it.  Where there is
 *  none, the first record is the header, and the separator is what divides it into most fields. */
csv_shape_t csv_sniff (const char *bytes, size_t length, const csv_column_t *columns);

/*  The column with that heading: its code or a label, in any case and spacing, with or without marks; NULL for none. */
const csv_column_t *csv_column_find (const csv_column_t *columns, const char *heading);

/*  Whether what stands first in the record says that it adds others up: "Tổng cộng". */
bool csv_record_is_total (const csv_record_t *record);

/*  QCDC_BAD_ROW, and what to do. */
qcdc_status csv_refuse_total (fault_t *fault);

#endif
