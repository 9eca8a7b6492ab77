/*  import_rows.h — the rows of a register as they were read, with what would become of each: kept aside until it is known that none
 *  is refused, in a file without a name, because a register may be long. */

#ifndef QCDC_IMPORT_ROWS_H
#define QCDC_IMPORT_ROWS_H

#include "petitions/petition_file.h"
#include "show/output.h"

typedef struct import_rows import_rows_t;

/*  Of COUNT COLUMNS, which outlive it.  QCDC_NO_MEMORY; QCDC_IO where no folder for temporary files takes one. */
qcdc_status import_rows_new_of (const output_column_t *columns, size_t count, import_rows_t **self_p,
                                fault_t *fault) QCDC_CHECK;

/*  Of a register of petitions. */
qcdc_status import_rows_new (import_rows_t **self_p, fault_t *fault) QCDC_CHECK;
void import_rows_destroy (import_rows_t **self_p);

/*  Row NUMBER of the file came to RESULT, with CHANGES ("title: a → b") where it corrects.  What changes nothing is not kept. */
qcdc_status import_rows_add (import_rows_t *self, size_t number, const petition_row_t *row, filed_result result,
                             const char *changes, fault_t *fault) QCDC_CHECK;

/*  A row of as many cells as there are columns; NULL: blank. */
qcdc_status import_rows_add_cells (import_rows_t *self, const char *const *cells, fault_t *fault) QCDC_CHECK;

/*  Prints the table of all that were added, or of the first LIMIT and how many more there are. */
qcdc_status import_rows_show (import_rows_t *self, const catalog_t *catalog, format_t format, size_t limit,
                              fault_t *fault) QCDC_CHECK;

/*  A petition that is here and has no row in the file any more. */
qcdc_status import_rows_add_vanished (import_rows_t *self, const petition_view_t *view, fault_t *fault) QCDC_CHECK;

#endif
