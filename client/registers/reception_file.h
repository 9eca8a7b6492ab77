/*  reception_file.h — bringing the journal to what a reception register says: the facts that are missing, and no others.
 *
 *  Inside a transaction of the caller's, which sees the facts of one row in what is read for the next. */

#ifndef QCDC_RECEPTION_FILE_H
#define QCDC_RECEPTION_FILE_H

#include "petitions/petition_file.h"
#include "registers/reception_row.h"

/*  Files one row.  *ENTRIES grows by the entries written, *LEFT by what the row is not followed in.  OLD_MEANT: a day long ago is right.
 *  QCDC_STALE for a row that was edited in an export that somebody's correction has left behind. */
qcdc_status reception_file (desk_t *desk, const reception_row_t *row, file_mode mode, bool old_meant,
                            filed_result *result, size_t *entries, filed_left_t *left, fault_t *fault) QCDC_CHECK;

/*  Corrects VIEW to what ROW says, number and year too. */
qcdc_status reception_correct (desk_t *desk, const reception_view_t *view, const reception_row_t *row,
                               size_t *entries, fault_t *fault) QCDC_CHECK;

/*  The version of what a list shows of VIEW. */
void reception_version (const reception_view_t *view, char version[VERSION_BYTES]);

#endif
